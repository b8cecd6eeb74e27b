function d(r, e = {}, ...n) {
  const t = document.createElement(r);
  for (const [i, o] of Object.entries(e))
    typeof o == "function" ? t.addEventListener(i.slice(2), o) : o === !0 ? t.setAttribute(i, "") : o !== !1 && o !== null && o !== void 0 && t.setAttribute(i, qe(String(o)));
  return le(t, n), t;
}
function le(r, e) {
  r.replaceChildren(
    ...e.filter((n) => n != null && n !== !1).map((n) => n instanceof Node ? n : qe(String(n)))
  );
}
const Cr = (
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
);
function qe(r) {
  return r.replace(Cr, "�");
}
function te(r) {
  return d("bdi", { class: "id" }, r);
}
function nt(r, e, n) {
  return Math.max(e, Math.min(n, r));
}
function pe(r, e, n = {}) {
  const t = d("div", { class: "fold-body" }), i = d("details", { class: "fold", ...n }, d("summary", {}, r), t);
  let o = !1;
  const s = () => {
    o || (o = !0, le(t, [e()]));
  };
  return i.addEventListener("toggle", () => i.open && s()), i.addEventListener("unfold", s), i.open && s(), i;
}
function Lr(r) {
  const e = [];
  for (let t = r.querySelectorAll("details:not([open])"); t.length; ) {
    for (const i of t)
      i.dispatchEvent(new CustomEvent("unfold")), i.open = !0, e.push(i);
    t = r.querySelectorAll("details:not([open])");
  }
  const n = [...r.querySelectorAll(".rows")];
  for (const t of n) t.dispatchEvent(new CustomEvent("printall"));
  return () => {
    for (const t of e) t.open = !1;
    for (const t of n) t.dispatchEvent(new CustomEvent("printdone"));
  };
}
const Dr = "ja", Gr = "nein", Nr = "alle", Pr = "Abbrechen", $r = "Schließen", Fr = "Das ging nicht", Ir = "Zum Inhalt", zr = "Ansichten", Or = "Sprache", Mr = "Bits", Ur = "Tasten", Br = "gemeldet", Wr = "nicht gemeldet", Hr = "Nächste harmlose Erklärung:", jr = "vielleicht unbeteiligt", qr = "teilt {accounts} Konten und {instruments} Mittel", Vr = { one: "{n} {verdict}.", other: "{n} {verdict}." }, Kr = { one: "{n} Entscheidung zurückgenommen.", other: "{n} Entscheidungen zurückgenommen." }, Zr = {
  "odds.even": "gleich",
  "odds.for": "{value} zu 1",
  "odds.against": "1 zu {value}",
  "odds.over": "über {value} zu 1",
  "odds.under": "unter 1 zu {value}",
  "percent.over": "über {value} %",
  "percent.under": "unter {value} %",
  yes: Dr,
  no: Gr,
  any: Nr,
  cancel: Pr,
  close: $r,
  problem: Fr,
  skip: Ir,
  screens: zr,
  language: Or,
  expert: Mr,
  help: Ur,
  "screen.inbox": "Eingang",
  "screen.compare": "Vergleich",
  "noun.ring": "Ring",
  "noun.group": "Gruppe",
  "noun.account": "Konto",
  flagged: Br,
  unflagged: Wr,
  "lease.by": "bei {by}",
  "column.rank": "Rang",
  "column.odds": "Quote",
  "column.accounts": "Konten",
  "column.products": "Produkte",
  "column.reviews": "Bewertungen",
  "column.harm": "Schaden",
  "column.last": "Zuletzt",
  "column.first": "Zuerst",
  "column.status": "Stand",
  "column.ring": "Ring oder Gruppe",
  "column.kind": "Art",
  "column.flag": "Meldung",
  "column.seller": "Verkäufer",
  "column.product": "Produkt",
  "column.time": "Zeit (UTC)",
  "column.account": "Konto",
  "column.stars": "Sterne",
  "column.verified": "Verifiziert",
  "column.target": "Zielprodukt",
  "column.review": "Bewertung",
  "column.text": "Text",
  "column.family": "Beleg",
  "column.hypothesis": "Was es sein kann",
  "column.isRing": "Sorte",
  "column.before": "Vor dem Hinsehen",
  "column.for": "Dafür",
  "column.against": "Dagegen",
  "column.falseShare": "Erwartet falsch bis zu diesem Rang",
  "column.membership": "Zugehörigkeit",
  "column.role": "Rolle",
  "column.created": "Angelegt (UTC)",
  "column.ofTargets": "Bewertungen der Zielprodukte",
  "column.ringReviews": "Bewertungen des Rings",
  "column.groupReviews": "Bewertungen der Gruppe",
  "column.allReviews": "Alle Bewertungen",
  "column.with": "Sterne mit",
  "column.without": "Sterne ohne",
  "column.service": "Kunde",
  "column.token": "Kennung",
  "column.holders": "Bei Mitgliedern",
  "column.everybody": "Bei allen",
  "column.targetOf": "Zielprodukt von",
  "family.behaviour": "Gleiche Produkte, gleiche Tage",
  "family.stars": "Sterne",
  "family.identity": "Gemeinsame Mittel",
  "family.text": "Gleicher Wortlaut",
  "family.fulfilment": "Pakete, Bestellungen",
  "family.benefit": "Wem es nützt",
  "family.lifecycle": "Kontoleben",
  "question.behaviour": "Bewerteten sie dieselben Produkte in denselben Tagen öfter, als Geschmack und Beliebtheit erklären?",
  "question.stars": "Weichen ihre Sterne von denen aller anderen und von ihren eigenen anderswo ab?",
  "question.identity": "Teilen sie Karten, Adressen oder Geräte, die wenige andere haben?",
  "question.text": "Wiederholen ihre Texte einander?",
  "question.fulfilment": "Sind ihre Pakete leer oder ihre Bestellungen erstattet?",
  "question.benefit": "Haben wenige Verkäufer etwas davon?",
  "question.lifecycle": "Wurden die Konten zusammen angelegt, aktiv und still?",
  "grade.decisive": "Außergewöhnlich",
  "grade.supporting": "Stützend",
  "grade.null": "Sagt nichts",
  "grade.against": "Spricht dagegen",
  "grade.silent": "Keine Daten, was niemanden entlastet",
  "fact.counts": "gefunden : bei ehrlichen erwartet",
  "fact.factor": "wie weit es die Quote verschiebt",
  "fact.show": "In den Bildern zeigen",
  "fact.observed": "Gefunden {observed}; bei ehrlichen wären es {expected}.",
  "fact.bits": "{bits} Bit gegen den Zufall, {added} Bit der Wertung.",
  "fact.rows": { one: "{n} Bewertung dahinter", other: "{n} Bewertungen dahinter" },
  "token.held": "bei {n} Mitgliedern und {all} Konten insgesamt",
  "token.heldBy": { one: "{n} Konto", other: "{n} Konten" },
  "token.public": "öffentlich",
  "table.more": { one: "{n} weitere", other: "{n} weitere" },
  "text.whole": { one: "Ganzer Text ({n} Zeichen)", other: "Ganzer Text ({n} Zeichen)" },
  "timeline.label": "Zeitverlauf: {n} Bewertungen der Zielprodukte von {from} bis {until}. Jede Zeile steht in der Tabelle der Bewertungen.",
  "timeline.from": "Von",
  "timeline.until": "Bis",
  "timeline.absent": "Die Bewertungen haben keine Zeiten.",
  "matrix.label": "Wer was bewertete: {accounts} Konten mal {products} Produkte, {reviews} Bewertungen. Jede steht in der Tabelle der Bewertungen.",
  "brush.times": "{from} bis {until}",
  "brush.rows": { one: "{what}: {n} Bewertung", other: "{what}: {n} Bewertungen" },
  "brush.clear": "Alle zeigen",
  "brush.do": "Zeigen",
  "graph.expand": "Aufklappen: zeigen, was am Gewählten hängt",
  "graph.collapse": "Zuklappen: verbergen, was nur am Gewählten hängt",
  "graph.path": "Weg zwischen den zwei zuletzt Gewählten",
  "graph.pin": "Gewähltes festhalten oder lösen",
  "graph.lasso": "Lasso: Knoten umfahren",
  "graph.undo": "Rückgängig",
  "graph.fit": "Einpassen",
  "graph.tools": "Graph",
  "graph.list": "Als Liste",
  "graph.pick": "Wählen",
  "graph.node": "Knoten",
  "graph.links": "Verbindungen",
  "graph.two": "Erst zwei Konten wählen.",
  "graph.noWebgl": "Dieser Browser zeichnet keinen Graphen (kein WebGL): die Liste hilft.",
  "graph.pickOne": "{id} wählen",
  "graph.picked": "{n} gewählt",
  "graph.some": "{n} von {all} Konten gezeichnet; ein Produkt aufklappen zeigt die anderen.",
  "node.account": "Konto",
  "node.product": "Produkt",
  "node.other": "Anderes Produkt",
  "node.token": "Gemeinsames Mittel",
  "node.public": "Öffentlicher Wert, {n} Konten",
  "path.none": "Nichts verbindet die beiden hier.",
  "path.show": "Weg zeigen",
  "section.facts": "Belege",
  "section.pictures": "Bilder",
  "section.story": "Erzählung",
  "section.hypotheses": "Erklärungen",
  "section.waterfall": "Quote",
  "section.whatif": "Was wäre wenn",
  "section.texts": "Ähnliche Texte",
  "section.members": "Konten",
  "section.clients": "Kunden",
  "section.products": "Produkte",
  "section.sellers": "Verkäufer",
  "section.tokens": "Mittel",
  "section.reviews": "Bewertungen",
  "section.kin": "Verwandtes",
  "section.notes": "Notizen",
  "section.provenance": "Herkunft",
  "section.decision": "Entscheidung",
  closest: Hr,
  bystander: jr,
  "seller.unknown": "nicht bekannt",
  "waterfall.prior": "Vor dem Hinsehen",
  "waterfall.held": "Zurückgehalten",
  "waterfall.total": "Jetzt",
  "waterfall.bar": "Balken",
  "hypothesis.ring": "Ring",
  "hypothesis.innocent": "harmlos",
  "whatif.families": "Ohne",
  "whatif.accounts": "Gezeigte Konten weglassen",
  "whatif.back": "Alle Konten zurück",
  "whatif.asIs": "So, wie es ist.",
  "whatif.before": "Vorher",
  "whatif.after": "Nachher",
  "whatif.abnormal": "Außergewöhnlich",
  "whatif.gone": { one: "{n} Konto weggelassen", other: "{n} Konten weggelassen" },
  "texts.absent": "Die Texte bleiben in der Quelle: mit --source erscheinen sie.",
  "texts.none": "Keine zwei Konten schrieben ähnlich.",
  "texts.about": { one: "{n} Paar verschiedener Konten; Unterschiede sind markiert.", other: "{n} Paare verschiedener Konten, ähnlichste zuerst; Unterschiede sind markiert." },
  "texts.alike": "{share} der Wendungen gemeinsam",
  "reviews.shown": "{n} von {all} Bewertungen",
  sibling: qr,
  "event.born": "neu",
  "event.grew": "gewachsen",
  "event.shrank": "geschrumpft",
  "event.merged": "zusammengelegt",
  "event.split": "geteilt",
  "event.gone": "verschwunden",
  "event.returned": "wiedergekehrt",
  "note.text": "Notiz",
  "note.add": "Notieren",
  "note.kept": "Notiert.",
  "run.id": "Lauf",
  "run.version": "Fassung",
  "run.source": "Quelle",
  "run.created": "Erstellt",
  "run.fdr": "Anteil falscher Meldungen",
  "story.who": "Wer",
  "story.what": "Was",
  "story.when": "Wann",
  "story.identifiers": "Mittel",
  "story.how_sure": "Wie sicher",
  "story.against": "Was dagegen spricht",
  "story.next_steps": "Als Nächstes prüfen",
  "role.core": "Kern",
  "role.fringe": "Rand",
  "role.member": "Mitglied",
  "deed.confirm": "Bestätigen",
  "deed.dismiss": "Verwerfen",
  "deed.watch": "Beobachten",
  "deed.unsure": "Unsicher",
  "deed.note": "Notiz",
  "deed.undo": "Rückgängig",
  "verdict.confirm": "bestätigt",
  "verdict.dismiss": "verworfen",
  "verdict.watch": "beobachtet",
  "verdict.unsure": "unsicher",
  "verdict.honest": "Einspruch gewonnen",
  "decision.note": "Warum (bleibt bei der Entscheidung)",
  "decision.by": "Ihr Name",
  "decision.expires": "Gilt bis (darf leer bleiben)",
  "decision.many": { one: "{n} Ring", other: "{n} Ringe und Gruppen" },
  decided: Vr,
  undone: Kr,
  "state.waiting": "wartet",
  "state.new": "neu",
  "state.grown": "gewachsen",
  "state.changed": "verändert",
  "state.open": "offen",
  "state.decided": "entschieden",
  "state.quiet": "ruht",
  "kind.one hand": "eine Hand",
  "kind.hired crowd": "gemietete Menge",
  "kind.attack": "Angriff",
  "kind.unclear": "unklar",
  "inbox.title": "{n} gemeldet von {all}",
  "inbox.shown": "{n} von {all} gezeigt",
  "inbox.none": "Nichts passt zu diesen Filtern.",
  "inbox.filters": "Filter",
  "inbox.clear": "Filter leeren",
  "inbox.all": "Alle gezeigten wählen",
  "inbox.one": "{id} wählen",
  "inbox.false": "von den ebenso hoch eingestuften sind {share} erwartet falsch",
  "inbox.about": "Über diesen Lauf",
  "filter.text": "Suchen",
  "filter.evidence": "Beleg",
  "harm.active": "jetzt aktiv",
  "harm.some": "vorhanden",
  "account.honest": "als ehrlich bekannt",
  "account.groups": "Ringe und Gruppen",
  "account.clear": "Was es entlastet hätte",
  "account.noClear": "Hier nicht berechnet.",
  "account.reviews": "Bewertungen",
  "account.instruments": "Gemeinsame Mittel",
  "account.noInstruments": "Keine, die ein anderes Mitglied teilt.",
  "account.paths": "Wege zu Mitgliedern",
  "account.sameProducts": "Gleiche Zielprodukte",
  "account.sameTokens": "Gleiche Mittel",
  "account.rarest": "Seltenstes bei",
  "compare.a": "Erster",
  "compare.b": "Zweiter",
  "compare.do": "Vergleichen",
  "compare.choose": "Zwei Ringe oder Gruppen nennen.",
  "compare.shared": "Gemeinsam",
  "compare.both": "Beide",
  "compare.which": "Welche",
  "compare.events": "Was daraus wurde",
  "compare.then": "Damals",
  "compare.now": "Jetzt",
  "shared.accounts": "Konten",
  "shared.products": "Produkte",
  "shared.sellers": "Verkäufer",
  "shared.tokens": "Mittel",
  "search.label": "Jede Kennung suchen",
  "search.hint": "Kennung",
  "search.do": "Suchen",
  "search.title": "Suche: {query}",
  "search.found": { one: "{n} gefunden", other: "{n} gefunden" },
  "search.cut": "Die ersten {n}; mehr von der Kennung tippen.",
  "search.id": "Kennung",
  "search.where": "In",
  "hit.ring": "Ring oder Gruppe",
  "hit.account": "Konto",
  "hit.product": "Produkt",
  "hit.seller": "Verkäufer",
  "hit.token": "Mittel",
  "hit.review": "Bewertung",
  "report.absent": "{id}: nicht in diesem Bericht.",
  "report.readonly": "Ein Bericht hält keine Entscheidungen fest: den Schreibtisch öffnen.",
  "help.title": "Tasten und Zeichen",
  "help.keys": "Einzelne Tasten sind an",
  "help.graph": "Im Graphen: Klick wählt, Umschalt fügt hinzu, Doppelklick klappt auf, Ziehen hält fest. Kreise sind Konten, Quadrate Produkte, Rauten gemeinsame Mittel; Grau ist öffentlich. Jeder Knoten steht in der Liste darunter.",
  "help.marks": "◆ außergewöhnlich · ▲ stützend · ○ sagt nichts · ▼ spricht dagegen · – keine Daten, was niemanden entlastet. Zeiten in UTC.",
  "key.j": "nächster",
  "key.k": "voriger",
  "key.o": "öffnen",
  "key.x": "wählen",
  "key.c": "bestätigen",
  "key.d": "verwerfen",
  "key.w": "beobachten",
  "key.n": "Notiz",
  "key.u": "rückgängig",
  "key./": "suchen",
  "key.Escape": "alle zeigen",
  "key.?": "diese Hilfe"
}, Yr = "yes", Xr = "no", Jr = "any", Qr = "Cancel", eo = "Close", to = "That did not work", no = "Skip to content", io = "Screens", ro = "Language", oo = "Bits", so = "Keys", ao = "flagged", uo = "not flagged", lo = "Closest innocent:", co = "perhaps bystander", ho = "shares {accounts} accounts and {instruments} instruments", fo = { one: "{n} {verdict}.", other: "{n} {verdict}." }, go = { one: "{n} decision taken back.", other: "{n} decisions taken back." }, wn = {
  "odds.even": "even",
  "odds.for": "{value} to 1",
  "odds.against": "1 to {value}",
  "odds.over": "over {value} to 1",
  "odds.under": "under 1 to {value}",
  "percent.over": "over {value} %",
  "percent.under": "under {value} %",
  yes: Yr,
  no: Xr,
  any: Jr,
  cancel: Qr,
  close: eo,
  problem: to,
  skip: no,
  screens: io,
  language: ro,
  expert: oo,
  help: so,
  "screen.inbox": "Inbox",
  "screen.compare": "Compare",
  "noun.ring": "Ring",
  "noun.group": "Group",
  "noun.account": "Account",
  flagged: ao,
  unflagged: uo,
  "lease.by": "with {by}",
  "column.rank": "Rank",
  "column.odds": "Odds",
  "column.accounts": "Accounts",
  "column.products": "Products",
  "column.reviews": "Reviews",
  "column.harm": "Harm",
  "column.last": "Last",
  "column.first": "First",
  "column.status": "Status",
  "column.ring": "Ring or group",
  "column.kind": "Kind",
  "column.flag": "Flag",
  "column.seller": "Seller",
  "column.product": "Product",
  "column.time": "Time (UTC)",
  "column.account": "Account",
  "column.stars": "Stars",
  "column.verified": "Verified",
  "column.target": "Target",
  "column.review": "Review",
  "column.text": "Text",
  "column.family": "Evidence",
  "column.hypothesis": "What it may be",
  "column.isRing": "Sort",
  "column.before": "Before looking",
  "column.for": "Speaks for it",
  "column.against": "Rules it out",
  "column.falseShare": "Expected false at this rank or above",
  "column.membership": "Membership",
  "column.role": "Role",
  "column.created": "Created (UTC)",
  "column.ofTargets": "Reviews of targets",
  "column.ringReviews": "Ring's reviews",
  "column.groupReviews": "Group's reviews",
  "column.allReviews": "All reviews",
  "column.with": "Stars with",
  "column.without": "Stars without",
  "column.service": "Client",
  "column.token": "Token",
  "column.holders": "Held by members",
  "column.everybody": "Held by all",
  "column.targetOf": "Target of",
  "family.behaviour": "Same products, same days",
  "family.stars": "Stars",
  "family.identity": "Shared instruments",
  "family.text": "Shared wording",
  "family.fulfilment": "Parcels, orders",
  "family.benefit": "Who profits",
  "family.lifecycle": "Account lives",
  "question.behaviour": "Did they review the same products in the same days more than taste and popularity explain?",
  "question.stars": "Are their stars unlike everyone else's, and unlike their own elsewhere?",
  "question.identity": "Do they share cards, addresses or devices that few others hold?",
  "question.text": "Do their texts repeat each other?",
  "question.fulfilment": "Are their parcels empty or their orders refunded?",
  "question.benefit": "Do few sellers gain by it?",
  "question.lifecycle": "Were the accounts made, active and silent together?",
  "grade.decisive": "Out of the ordinary",
  "grade.supporting": "Supporting",
  "grade.null": "Says nothing",
  "grade.against": "Speaks against",
  "grade.silent": "No data, which clears nobody",
  "fact.counts": "found : expected of honest reviewers",
  "fact.factor": "how far it moves the odds",
  "fact.show": "Show in the pictures",
  "fact.observed": "Found {observed}; honest reviewers would show {expected}.",
  "fact.bits": "{bits} bits against chance, {added} bits of the score.",
  "fact.rows": { one: "{n} review behind it", other: "{n} reviews behind it" },
  "token.held": "held by {n} members and {all} accounts in all",
  "token.heldBy": { one: "{n} account", other: "{n} accounts" },
  "token.public": "public",
  "table.more": { one: "{n} more", other: "{n} more" },
  "text.whole": { one: "Whole text ({n} character)", other: "Whole text ({n} characters)" },
  "timeline.label": "Timeline: {n} reviews of targets from {from} to {until}. Each row is in the table of reviews.",
  "timeline.from": "From",
  "timeline.until": "Until",
  "timeline.absent": "The reviews carry no times.",
  "matrix.label": "Who reviewed what: {accounts} accounts by {products} products, {reviews} reviews. Each is in the table of reviews.",
  "brush.times": "{from} to {until}",
  "brush.rows": { one: "{what}: {n} review", other: "{what}: {n} reviews" },
  "brush.clear": "Show all",
  "brush.do": "Show",
  "graph.expand": "Expand: show what is linked to the picked",
  "graph.collapse": "Collapse: hide what hangs on the picked alone",
  "graph.path": "Path between the two picked last",
  "graph.pin": "Pin or unpin the picked",
  "graph.lasso": "Lasso: draw around nodes",
  "graph.undo": "Undo",
  "graph.fit": "Fit",
  "graph.tools": "Graph",
  "graph.list": "As a list",
  "graph.pick": "Pick",
  "graph.node": "Node",
  "graph.links": "Links",
  "graph.two": "Pick two accounts first.",
  "graph.noWebgl": "This browser draws no graph (no WebGL): use the list below.",
  "graph.pickOne": "Pick {id}",
  "graph.picked": "{n} picked",
  "graph.some": "{n} of {all} accounts drawn; expand a product for the others.",
  "node.account": "Account",
  "node.product": "Product",
  "node.other": "Other product",
  "node.token": "Shared instrument",
  "node.public": "Public value, {n} accounts",
  "path.none": "Nothing connects the two here.",
  "path.show": "Show path",
  "section.facts": "Evidence",
  "section.pictures": "Pictures",
  "section.story": "Story",
  "section.hypotheses": "Alternatives",
  "section.waterfall": "Odds",
  "section.whatif": "What if",
  "section.texts": "Like texts",
  "section.members": "Accounts",
  "section.clients": "Clients",
  "section.products": "Products",
  "section.sellers": "Sellers",
  "section.tokens": "Instruments",
  "section.reviews": "Reviews",
  "section.kin": "Related",
  "section.notes": "Notes",
  "section.provenance": "Provenance",
  "section.decision": "Decision",
  closest: lo,
  bystander: co,
  "seller.unknown": "not known",
  "waterfall.prior": "Before looking",
  "waterfall.held": "Held back",
  "waterfall.total": "Now",
  "waterfall.bar": "Bar",
  "hypothesis.ring": "ring",
  "hypothesis.innocent": "innocent",
  "whatif.families": "Look without",
  "whatif.accounts": "Leave out the shown accounts",
  "whatif.back": "Put all accounts back",
  "whatif.asIs": "As it is.",
  "whatif.before": "Before",
  "whatif.after": "After",
  "whatif.abnormal": "Out of the ordinary",
  "whatif.gone": { one: "{n} account left out", other: "{n} accounts left out" },
  "texts.absent": "The words of reviews stay in the source: give --source to see them.",
  "texts.none": "No two accounts wrote alike.",
  "texts.about": { one: "{n} pair by different accounts, most alike first; what differs is marked.", other: "{n} pairs by different accounts, most alike first; what differs is marked." },
  "texts.alike": "{share} of their phrases shared",
  "reviews.shown": "{n} of {all} reviews",
  sibling: ho,
  "event.born": "new",
  "event.grew": "grew",
  "event.shrank": "shrank",
  "event.merged": "merged",
  "event.split": "split",
  "event.gone": "gone",
  "event.returned": "returned",
  "note.text": "Note",
  "note.add": "Add note",
  "note.kept": "Note kept.",
  "run.id": "Run",
  "run.version": "Version",
  "run.source": "Source",
  "run.created": "Made",
  "run.fdr": "Level of false flags",
  "story.who": "Who",
  "story.what": "What",
  "story.when": "When",
  "story.identifiers": "Instruments",
  "story.how_sure": "How sure",
  "story.against": "What speaks against it",
  "story.next_steps": "Check next",
  "role.core": "core",
  "role.fringe": "fringe",
  "role.member": "member",
  "deed.confirm": "Confirm",
  "deed.dismiss": "Dismiss",
  "deed.watch": "Watch",
  "deed.unsure": "Unsure",
  "deed.note": "Note",
  "deed.undo": "Undo",
  "verdict.confirm": "confirmed",
  "verdict.dismiss": "dismissed",
  "verdict.watch": "on watch",
  "verdict.unsure": "unsure",
  "verdict.honest": "appeal won",
  "decision.note": "Why (kept with the decision)",
  "decision.by": "Your name",
  "decision.expires": "Holds until (may stay empty)",
  "decision.many": { one: "{n} ring", other: "{n} rings and groups" },
  decided: fo,
  undone: go,
  "state.waiting": "waiting",
  "state.new": "new",
  "state.grown": "grown",
  "state.changed": "changed",
  "state.open": "open",
  "state.decided": "decided",
  "state.quiet": "quiet",
  "kind.one hand": "one hand",
  "kind.hired crowd": "hired crowd",
  "kind.attack": "attack",
  "kind.unclear": "unclear",
  "inbox.title": "{n} flagged of {all}",
  "inbox.shown": "{n} of {all} shown",
  "inbox.none": "Nothing fits these filters.",
  "inbox.filters": "Filters",
  "inbox.clear": "Clear filters",
  "inbox.all": "Choose all shown",
  "inbox.one": "Choose {id}",
  "inbox.false": "of those ranked as high, {share} are expected to be false",
  "inbox.about": "About this run",
  "filter.text": "Find",
  "filter.evidence": "Evidence",
  "harm.active": "active now",
  "harm.some": "some",
  "account.honest": "known to be honest",
  "account.groups": "Rings and groups",
  "account.clear": "What would have cleared it",
  "account.noClear": "Not worked out here.",
  "account.reviews": "Reviews",
  "account.instruments": "Shared instruments",
  "account.noInstruments": "None that another member shares.",
  "account.paths": "Paths to members",
  "account.sameProducts": "Same targets",
  "account.sameTokens": "Same instruments",
  "account.rarest": "Rarest is held by",
  "compare.a": "First",
  "compare.b": "Second",
  "compare.do": "Compare",
  "compare.choose": "Name two rings or groups.",
  "compare.shared": "In common",
  "compare.both": "Both",
  "compare.which": "Which",
  "compare.events": "What became of it",
  "compare.then": "Then",
  "compare.now": "Now",
  "shared.accounts": "Accounts",
  "shared.products": "Products",
  "shared.sellers": "Sellers",
  "shared.tokens": "Instruments",
  "search.label": "Search any id",
  "search.hint": "Any id",
  "search.do": "Search",
  "search.title": "Search: {query}",
  "search.found": { one: "{n} found", other: "{n} found" },
  "search.cut": "The first {n}; type more of the id.",
  "search.id": "Id",
  "search.where": "In",
  "hit.ring": "Ring or group",
  "hit.account": "Account",
  "hit.product": "Product",
  "hit.seller": "Seller",
  "hit.token": "Instrument",
  "hit.review": "Review",
  "report.absent": "{id}: not in this report.",
  "report.readonly": "A report keeps no decisions: open the desk.",
  "help.title": "Keys and marks",
  "help.keys": "Single keys are on",
  "help.graph": "In the graph: click picks, Shift adds, double click expands, dragging pins. Circles are accounts, squares products, diamonds shared instruments; grey is public. Every node is in the list below the graph.",
  "help.marks": "◆ out of the ordinary · ▲ supporting · ○ says nothing · ▼ speaks against · – no data, which clears nobody. Times are UTC.",
  "key.j": "next",
  "key.k": "previous",
  "key.o": "open",
  "key.x": "choose",
  "key.c": "confirm",
  "key.d": "dismiss",
  "key.w": "watch",
  "key.n": "note",
  "key.u": "undo",
  "key./": "search",
  "key.Escape": "show all",
  "key.?": "this help"
}, _n = { en: wn, de: Zr };
let kt = "en", Di = new Intl.PluralRules("en");
function Dn(r) {
  kt = r in _n ? r : "en", Di = new Intl.PluralRules(kt);
}
function it() {
  return kt;
}
function f(r, e = {}) {
  const n = _n[kt][r] ?? wn[r], t = Number(e.n ?? 0);
  return (typeof n == "string" ? n : Di.select(t) === "one" ? n.one : n.other).replace(/\{(\w+)\}/g, (o, s) => {
    const a = e[s];
    return typeof a == "number" ? new Intl.NumberFormat(kt).format(a) : a ?? "";
  });
}
function se(r, e) {
  return r in wn ? f(r) : e;
}
const Bt = 1e6;
function Z(r) {
  return new Intl.NumberFormat(it(), { maximumFractionDigits: 0 }).format(r);
}
function Et(r, e) {
  return new Intl.NumberFormat(it(), { maximumFractionDigits: e }).format(r);
}
function St(r) {
  return r === null ? "–" : Number.isInteger(r) || Math.abs(r) >= 100 ? Z(r) : Math.abs(r) >= 1 ? Et(r, 1) : new Intl.NumberFormat(it(), { maximumSignificantDigits: 2 }).format(r);
}
function Gi(r) {
  return r >= 9.95 ? Z(Number(r.toPrecision(2))) : Et(r, 1);
}
function Ve(r) {
  const e = 2 ** Math.min(Math.abs(r), 64);
  return e < 1.05 ? f("odds.even") : e > Bt ? f(r > 0 ? "odds.over" : "odds.under", { value: Z(Bt) }) : f(r > 0 ? "odds.for" : "odds.against", { value: Gi(e) });
}
function jt(r) {
  if (r === null) return "–";
  const e = 2 ** Math.min(Math.abs(r), 64);
  if (e > Bt) return `${r < 0 ? "÷" : "×"}${Z(Bt)}+`;
  const n = Gi(e);
  return (r < 0 && n !== "1" ? "÷" : "×") + n;
}
function je(r) {
  if (r === null) return "–";
  if (Math.abs(r) < 0.05) return "0";
  const e = Math.abs(r) >= 9.95 ? Z(Math.abs(r)) : Et(Math.abs(r), 1);
  return (r > 0 ? "+" : "−") + e;
}
function Se(r) {
  return r === null ? "–" : r >= 0.995 && r < 1 ? f("percent.over", { value: "99" }) : r > 0 && r < 1e-3 ? f("percent.under", { value: Et(0.1, 1) }) : `${Et(100 * r, r < 0.0995 ? 1 : 0)} %`;
}
function Gt(r) {
  return r === null ? "–" : new Intl.NumberFormat(it(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(r);
}
function Oe(r) {
  return r === null ? "–" : r.slice(0, 10);
}
function De(r) {
  return r === null ? "–" : r.length > 10 ? `${r.slice(0, 10)} ${r.slice(11, 16)}` : r;
}
function Gn(r) {
  return Date.parse(r.length > 10 ? r : `${r}T00:00:00Z`);
}
function $e(r) {
  return new Date(r).toISOString().slice(0, 10);
}
class po {
  constructor(e) {
    this.host = e;
  }
  host;
  inbox() {
    return this.#e("inbox");
  }
  ring(e) {
    return this.#e(`rings/${encodeURIComponent(e)}`);
  }
  account(e) {
    return this.#e(`accounts/${encodeURIComponent(e)}`);
  }
  compare(e, n) {
    return this.#e(`compare?a=${encodeURIComponent(e)}&b=${encodeURIComponent(n)}`);
  }
  search(e) {
    return this.#e(`search?q=${encodeURIComponent(e)}`);
  }
  path(e, n) {
    return this.#e(`path?a=${encodeURIComponent(e)}&b=${encodeURIComponent(n)}`);
  }
  decide(e) {
    return this.#t("decisions", e);
  }
  undo(e) {
    return this.#t("undo", e);
  }
  note(e) {
    return this.#t("notes", e);
  }
  whatIf(e) {
    return this.#t("whatif", e);
  }
  lease(e) {
    return this.#t("lease", e);
  }
  async #e(e) {
    return await this.host.get(e);
  }
  async #t(e, n) {
    return await this.host.post(e, n);
  }
}
const mo = {
  expand: "M8 3v10M3 8h10",
  collapse: "M3 8h10",
  path: "M3 12a2 2 0 1 0 0 .01M13 4a2 2 0 1 0 0 .01M5 11l6-6",
  pin: "M8 14V9M4.5 9h7L10 6V2H6v4z",
  lasso: "M8 3c3.3 0 5.5 1.6 5.5 3.8S11.300 10.500 8 10.500 2.500 9 2.500 6.800 4.700 3 8 3zM5 10.200c-1 1.800 0 3.300 1.800 3.300",
  undo: "M5.500 3L2.500 6l3 3M3 6h6.500a3.500 3.500 0 0 1 0 7H6",
  fit: "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
  search: "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500l3 3"
};
function Ni(r) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  e.setAttribute("viewBox", "0 0 16 16"), e.setAttribute("aria-hidden", "true");
  const n = document.createElementNS("http://www.w3.org/2000/svg", "path");
  return n.setAttribute("d", mo[r] ?? ""), e.append(n), e;
}
const vo = ["inbox", "ring", "account", "compare", "search"];
function Pi(r) {
  const [e = "", n = ""] = r.replace(/^#?\/?/, "").split("?", 2), [t, i = ""] = e.split("/", 2);
  return { screen: vo.find((s) => s === t) ?? "inbox", id: yo(i), query: new URLSearchParams(n) };
}
function yo(r) {
  try {
    return decodeURIComponent(r);
  } catch {
    return r;
  }
}
function ue(r, e = "", n = {}) {
  const t = new URLSearchParams(n).toString();
  return `#/${r}${e ? `/${encodeURIComponent(e)}` : ""}${t ? `?${t}` : ""}`;
}
class bo {
  get route() {
    return Pi(location.hash);
  }
  go(e) {
    location.hash = e;
  }
  note(e) {
    history.replaceState(null, "", e);
  }
  listen(e) {
    window.addEventListener("hashchange", e);
  }
}
class wo {
  constructor(e) {
    this.hash = e;
  }
  hash;
  #e = [];
  get route() {
    return Pi(this.hash);
  }
  go(e) {
    this.hash = e;
    for (const n of this.#e) n();
  }
  note(e) {
    this.hash = e;
  }
  listen(e) {
    this.#e.push(e);
  }
}
const Yt = 100;
function be(r, e, n) {
  let t = n, i = Yt, o = -1, s = !1;
  const a = d("tbody"), u = d("button", { type: "button", class: "quiet more", onclick: () => (i += 5 * Yt, g()) }), l = e.map(
    (E, A) => d(
      "th",
      { scope: "col", class: E.numeric ? "number" : "" },
      E.key ? d("button", { type: "button", class: "sort", onclick: () => c(A) }, E.title) : E.title
    )
  );
  function c(E) {
    s = o === E ? !s : !!e[E].numeric, o = E, g();
  }
  function h() {
    const E = o >= 0 ? e[o].key : void 0;
    if (!E) return t;
    const A = s ? -1 : 1;
    return [...t].sort((P, R) => {
      const [T, v] = [E(P), E(R)];
      return T === null || v === null ? +(T === null) - +(v === null) : T < v ? -A : T > v ? A : 0;
    });
  }
  function g() {
    l.forEach(
      (A, P) => o === P ? A.setAttribute("aria-sort", s ? "descending" : "ascending") : A.removeAttribute("aria-sort")
    );
    const E = h().slice(0, i).map(
      (A) => d(
        "tr",
        {},
        ...e.map(
          (P) => d("td", { class: P.numeric ? "number" : P.wide ? "wide" : "" }, P.cell(A))
        )
      )
    );
    le(a, E), u.hidden = t.length <= i, u.textContent = f("table.more", { n: t.length - i });
  }
  const p = d(
    "div",
    { class: "rows", tabindex: 0, role: "region", "aria-label": r },
    d("table", {}, d("caption", { class: "unseen" }, r), d("thead", {}, d("tr", {}, ...l)), a),
    u
  );
  let S = i;
  return p.addEventListener("printall", () => {
    S = i, i = 1 / 0, g();
  }), p.addEventListener("printdone", () => {
    i = S, g();
  }), g(), {
    element: p,
    show(E) {
      t = E, i = Yt, g();
    }
  };
}
const Nn = 280;
function Pn(r, e) {
  return r.products[e]?.product_id ?? r.other_products[e - r.products.length] ?? "";
}
function $i(r, e) {
  const n = e ?? "", t = r ? d("strong", {}, `${r} `) : null;
  if (n.length <= Nn) return d("span", { class: "text", lang: "" }, t, n);
  const i = d("details", { class: "long" }, d("summary", {}, f("text.whole", { n: n.length })), d("span", { class: "text" }, n));
  return d("span", { class: "text", lang: "" }, t, `${n.slice(0, Nn)}… `, i);
}
function rt(r) {
  return d("a", { href: ue("account", r) }, te(r));
}
function Fi(r, e, n) {
  const { reviews: t } = r;
  return be(
    n,
    [
      { title: f("column.time"), key: (i) => t.posted_at[i] ?? null, cell: (i) => De(t.posted_at[i] ?? null) },
      {
        title: f("column.account"),
        key: (i) => r.members[t.member[i]].reviewer_id,
        cell: (i) => rt(r.members[t.member[i]].reviewer_id)
      },
      { title: f("column.product"), key: (i) => Pn(r, t.product[i]), cell: (i) => te(Pn(r, t.product[i])) },
      { title: f("column.stars"), numeric: !0, key: (i) => t.rating[i] ?? null, cell: (i) => t.rating[i] ?? "–" },
      { title: f("column.verified"), key: (i) => Number(t.verified[i] ?? -1), cell: (i) => hn(t.verified[i] ?? null) },
      { title: f("column.target"), key: (i) => Number(t.in_ring[i]), cell: (i) => hn(t.in_ring[i]) },
      t.text === null ? { title: f("column.review"), key: (i) => t.review_id[i], cell: (i) => te(t.review_id[i]) } : { title: f("column.text"), wide: !0, cell: (i) => $i(t.title?.[i] ?? null, t.text?.[i] ?? null) }
    ],
    e
  );
}
function hn(r) {
  return r === null ? "–" : f(r ? "yes" : "no");
}
async function _o(r, e) {
  const n = await r.client.account(e), { counterfactual: t } = n, i = d(
    "article",
    { class: "account-screen" },
    d("h1", { tabindex: -1 }, d("span", { class: "noun" }, f("noun.account")), " ", te(n.reviewer_id)),
    d("p", { class: "chips" }, n.is_honest ? d("span", { class: "chip cool" }, `✓ ${f("account.honest")}`) : null),
    d(
      "dl",
      { class: "facts-list" },
      d("dt", {}, f("column.created")),
      d("dd", {}, De(n.created_at)),
      d("dt", {}, f("column.reviews")),
      d("dd", {}, Z(n.n_reviews))
    ),
    dt(f("account.groups"), ko(n)),
    dt(
      f("account.clear"),
      d("p", { lang: "en", class: t ? "" : "told" }, t?.words ?? f("account.noClear")),
      t?.rows.length ? d("ul", {}, ...t.rows.map((o) => d("li", {}, te(o)))) : null
    ),
    dt(f("account.reviews"), Eo(n)),
    dt(f("account.instruments"), n.holdings.length ? So(n) : d("p", { class: "told" }, f("account.noInstruments"))),
    dt(f("account.paths"), Ro(r, n))
  );
  return { title: `${f("noun.account")} ${n.reviewer_id}`, element: i, keys: {} };
}
function dt(r, ...e) {
  return d("section", {}, d("h2", {}, r), ...e);
}
function ko(r) {
  return be(
    f("account.groups"),
    [
      { title: f("column.ring"), key: (e) => e.ring_id, cell: (e) => d("a", { href: ue("ring", e.ring_id) }, te(e.ring_id)) },
      { title: f("column.flag"), key: (e) => Number(e.flagged), cell: (e) => f(e.flagged ? "flagged" : "unflagged") },
      { title: f("column.rank"), numeric: !0, key: (e) => e.rank, cell: (e) => Z(e.rank) },
      { title: f("column.membership"), numeric: !0, key: (e) => e.membership, cell: (e) => Se(e.membership) },
      { title: f("column.role"), key: (e) => e.role, cell: (e) => se(`role.${e.role}`, e.role) },
      { title: f("column.ofTargets"), numeric: !0, key: (e) => e.n_ring_reviews, cell: (e) => Z(e.n_ring_reviews) }
    ],
    r.rings
  ).element;
}
function Eo(r) {
  return be(
    f("account.reviews"),
    [
      { title: f("column.time"), key: (e) => e.posted_at, cell: (e) => De(e.posted_at) },
      { title: f("column.product"), key: (e) => e.product_id, cell: (e) => te(e.product_id) },
      { title: f("column.stars"), numeric: !0, key: (e) => e.rating, cell: (e) => e.rating ?? "–" },
      { title: f("column.verified"), key: (e) => Number(e.verified ?? -1), cell: (e) => hn(e.verified) },
      { title: f("column.targetOf"), key: (e) => e.ring_ids.length, cell: (e) => e.ring_ids.join(", ") || "–" },
      r.has_texts ? { title: f("column.text"), wide: !0, cell: (e) => $i(e.title, e.text) } : { title: f("column.review"), key: (e) => e.review_id, cell: (e) => te(e.review_id) }
    ],
    r.reviews ?? []
  ).element;
}
function So(r) {
  return be(
    f("account.instruments"),
    [
      { title: f("column.kind"), key: (e) => e.kind, cell: (e) => e.kind },
      { title: f("column.token"), key: (e) => e.token, cell: (e) => d("span", { class: e.is_public ? "public" : "" }, te(e.token)) },
      { title: f("column.everybody"), numeric: !0, key: (e) => e.n_accounts, cell: (e) => `${Z(e.n_accounts)}${e.is_public ? ` · ${f("token.public")}` : ""}` },
      { title: f("column.ring"), cell: (e) => e.ring_ids.join(", ") }
    ],
    r.holdings
  ).element;
}
function Ro(r, e) {
  const n = d("div", { role: "status" }), t = async (o) => {
    try {
      le(n, [To(await r.client.path(e.reviewer_id, o))]);
    } catch (s) {
      le(n, [d("p", { class: "problem" }, s.message)]);
    }
  }, i = be(
    f("account.paths"),
    [
      { title: f("column.account"), key: (o) => o.reviewer_id, cell: (o) => rt(o.reviewer_id) },
      { title: f("account.sameProducts"), numeric: !0, key: (o) => o.n_products, cell: (o) => Z(o.n_products) },
      { title: f("account.sameTokens"), numeric: !0, key: (o) => o.n_tokens, cell: (o) => Z(o.n_tokens) },
      { title: f("account.rarest"), numeric: !0, key: (o) => o.rarest_token_held_by, cell: (o) => o.rarest_token_held_by === null ? "–" : Z(o.rarest_token_held_by) },
      { title: f("graph.path"), cell: (o) => d("button", { type: "button", class: "quiet", "data-path": o.reviewer_id, onclick: () => {
        t(o.reviewer_id);
      } }, f("path.show")) }
    ],
    e.neighbours
  );
  return d("div", {}, n, i.element);
}
function To(r) {
  return r.hops.length ? d(
    "ol",
    { class: "hops" },
    ...r.hops.map(
      (e) => d(
        "li",
        {},
        rt(e.account),
        ` ─ ${f(e.via === "product" ? "node.product" : "node.token")} `,
        te(e.product_or_token),
        ` (${f("token.heldBy", { n: e.n_accounts })}) ─ `,
        rt(e.next_account)
      )
    )
  ) : d("p", { class: "told" }, r.words || f("path.none"));
}
const Ii = {
  decisive: "◆",
  supporting: "▲",
  null: "○",
  against: "▼",
  silent: "–"
};
function Ne(r) {
  return se(`family.${r}`, r);
}
function xo(r, e, n) {
  const t = Object.keys(Ii), i = [...r.facts].sort((o, s) => t.indexOf(o.grade) - t.indexOf(s.grade));
  return d("div", { class: "facts" }, ...i.map((o) => Ao(r, o, e, n)));
}
function Ao(r, e, n, t) {
  const i = f(`grade.${e.grade}`), o = e.observed === null ? "" : `${St(e.observed)} : ${St(e.expected)}`, s = d(
    "span",
    { class: `fact ${e.grade}` },
    d("span", { class: "glyph", role: "img", "aria-label": i, title: i }, Ii[e.grade]),
    d("span", { class: "family" }, Ne(e.family)),
    d("span", { class: "counts", title: f("fact.counts") }, o),
    d("span", { class: "factor", title: f("fact.factor") }, t ? je(e.contribution) : jt(e.contribution))
  );
  return pe(s, () => Co(r, e, n, i, t), { class: "fold fact-fold", "data-family": e.family });
}
function Co(r, e, n, t, i) {
  const o = d(
    "button",
    { type: "button", class: "quiet", onclick: () => n.set(e.rows, Ne(e.family), e.tokens) },
    f("fact.show")
  );
  return d(
    "div",
    {},
    d("p", { class: "question" }, d("strong", {}, t), " · ", se(`question.${e.family}`, "")),
    d("p", { lang: "en" }, e.sentence),
    e.observed === null ? null : d("p", { class: "told" }, f("fact.observed", { observed: St(e.observed), expected: St(e.expected) })),
    i ? d("p", { class: "told" }, f("fact.bits", { bits: je(e.bits), added: je(e.contribution) })) : null,
    e.rows.length + e.tokens.length ? o : null,
    e.tokens.length ? d(
      "ul",
      { class: "tokens" },
      ...e.tokens.map((s) => {
        const a = r.identifiers[s];
        return d("li", { class: a.is_public ? "public" : "" }, te(a.token), " ", f("token.held", { n: a.holders.length, all: a.n_accounts }));
      })
    ) : null,
    e.rows.length ? Fi(r, e.rows, f("fact.rows", { n: e.rows.length })).element : null
  );
}
const Nt = 40;
async function Lo(r, e) {
  const [n, t] = [e.get("a") ?? "", e.get("b") ?? ""], i = (await r.inbox()).rows.map((c) => c.ring_id), o = d("datalist", { id: "ring-names" }, ...i.slice(0, 2e3).map((c) => d("option", { value: c }))), s = [n, t].map(
    (c, h) => d("label", { class: "field" }, d("span", {}, f(h ? "compare.b" : "compare.a")), d("input", { list: "ring-names", value: c, required: !0 }))
  ), u = d("form", { class: "filters", onsubmit: (c) => {
    c.preventDefault();
    const [h, g] = s.map((p) => p.querySelector("input").value.trim());
    r.go(ue("compare", "", { a: h, b: g }));
  } }, ...s, d("button", {}, f("compare.do")), o), l = n && t ? Do(await r.client.compare(n, t)) : d("p", { class: "told" }, f("compare.choose"));
  return {
    title: f("screen.compare"),
    element: d("article", { class: "compare-screen" }, d("h1", { tabindex: -1 }, f("screen.compare")), u, l),
    keys: {}
  };
}
function Do({ a: r, b: e, shared: n, events: t }) {
  const i = r.run_id !== e.run_id, o = (u, l) => {
    const [c, h] = [l(r), l(e)];
    return d("tr", { class: c === h ? "" : "differs" }, d("th", { scope: "row" }, u), d("td", { class: "number" }, c), d("td", { class: "number" }, h));
  }, s = [.../* @__PURE__ */ new Set([...Object.keys(r.contributions), ...Object.keys(e.contributions)])], a = (u, l) => d("th", { scope: "col", class: "number" }, d("a", { href: ue("ring", u.ring_id) }, te(u.ring_id)), i ? d("div", { class: "told" }, `${l} · ${u.run_id}`) : null);
  return d(
    "div",
    {},
    d(
      "table",
      { class: "plain compare" },
      d("caption", { class: "unseen" }, f("screen.compare")),
      d("thead", {}, d("tr", {}, d("td", {}), a(r, f("compare.then")), a(e, f("compare.now")))),
      d(
        "tbody",
        {},
        o(f("column.flag"), (u) => f(u.flagged ? "flagged" : "unflagged")),
        o(f("column.rank"), (u) => Z(u.rank)),
        o(f("column.odds"), (u) => Ve(u.score)),
        o(f("column.falseShare"), (u) => Se(u.q_value)),
        o(f("column.accounts"), (u) => Z(u.n_reviewers)),
        o(f("column.products"), (u) => Z(u.n_products)),
        o(f("column.reviews"), (u) => Z(u.n_reviews)),
        o(f("column.first"), (u) => Oe(u.first_at)),
        o(f("column.last"), (u) => Oe(u.last_at)),
        ...s.map((u) => o(Ne(u), (l) => jt(l.contributions[u] ?? null)))
      )
    ),
    d("h2", {}, f("compare.shared")),
    d(
      "table",
      { class: "plain" },
      d("caption", { class: "unseen" }, f("compare.shared")),
      d("thead", {}, d("tr", {}, d("td", {}), d("th", { scope: "col", class: "number" }, te(r.ring_id)), d("th", { scope: "col", class: "number" }, te(e.ring_id)), d("th", { scope: "col", class: "number" }, f("compare.both")), d("th", { scope: "col" }, f("compare.which")))),
      d(
        "tbody",
        {},
        ...n.map(
          (u) => d(
            "tr",
            {},
            d("th", { scope: "row" }, se(`shared.${u.what}`, u.what)),
            d("td", { class: "number" }, Z(u.n_a)),
            d("td", { class: "number" }, Z(u.n_b)),
            d("td", { class: "number" }, d("strong", {}, Z(u.shared.length))),
            d("td", { class: "wide" }, Go(u.shared))
          )
        )
      )
    ),
    t.length ? d("h2", {}, f("compare.events")) : null,
    d("ul", { lang: "en" }, ...t.map((u) => d("li", {}, `${se(`event.${u.kind}`, u.kind)}: ${u.words}`)))
  );
}
function Go(r) {
  const e = (n) => n.flatMap((t, i) => [i ? ", " : "", te(t)]);
  return r.length <= Nt ? d("span", {}, ...r.length ? e(r) : ["–"]) : d("span", {}, ...e(r.slice(0, Nt)), d("details", {}, d("summary", {}, f("table.more", { n: r.length - Nt })), ...e(r.slice(Nt))));
}
const Je = 56, $n = 8, No = /* @__PURE__ */ new Set(["new", "grown", "changed", "open"]), Pt = [
  { key: "rank", title: "column.rank", numeric: !0, narrow: !0 },
  { key: "score", title: "column.odds", numeric: !0, narrow: !0 },
  { key: "n_reviewers", title: "column.accounts", numeric: !0, narrow: !0 },
  { key: "n_products", title: "column.products", numeric: !0, narrow: !1 },
  { key: "n_reviews", title: "column.reviews", numeric: !0, narrow: !1 },
  { key: "harm", title: "column.harm", numeric: !0, narrow: !1 },
  { key: "last_at", title: "column.last", numeric: !1, narrow: !1 },
  { key: "state", title: "column.status", numeric: !1, narrow: !1 }
];
async function Po(r, e) {
  const n = await r.inbox(), t = new URLSearchParams(e), i = /* @__PURE__ */ new WeakMap(), o = /* @__PURE__ */ new Set();
  let s = [], a = 0, u = !1;
  const l = () => {
    const b = t.get("sort") ?? "rank";
    return { key: Pt.find((K) => K.key === b.replace(/^-/, ""))?.key ?? "rank", down: b.startsWith("-") };
  };
  function c(b) {
    let x = i.get(b);
    return x === void 0 && (x = [b.ring_id, b.kind, b.summary, ...b.sellers, ...b.products, ...b.news].join(`
`).toLowerCase(), i.set(b, x)), x;
  }
  function h(b) {
    const x = (j) => t.get(j) ?? "", K = (j, ie) => j.some((oe) => oe.toLowerCase().includes(ie.toLowerCase()));
    return !(x("q") && !c(b).includes(x("q").toLowerCase()) || x("flag") && x("flag") === "yes" !== b.flagged || x("kind") && b.kind !== x("kind") || x("evidence") && !b.abnormal.includes(x("evidence")) || x("status") && (x("status") === "waiting" ? !No.has(b.state) : b.state !== x("status")) || x("seller") && !K(b.sellers, x("seller")) || x("product") && !K(b.products, x("product")) || x("harm") === "active" && !b.is_active || x("harm") === "some" && b.harm <= 0);
  }
  function g() {
    const { key: b, down: x } = l(), K = x ? -1 : 1;
    s = n.rows.filter(h).sort((j, ie) => {
      const [oe, we] = [j[b] ?? "", ie[b] ?? ""];
      return oe < we ? -K : oe > we ? K : j.rank - ie.rank;
    }), a = nt(a, 0, Math.max(0, s.length - 1)), E.textContent = f("inbox.shown", { n: s.length, all: n.rows.length }), A.forEach(([j, ie]) => {
      j === b ? ie.setAttribute("aria-sort", x ? "descending" : "ascending") : ie.removeAttribute("aria-sort");
    }), k = "", C();
  }
  function p(b, x) {
    x ? t.set(b, x) : t.delete(b), r.router.note(ue("inbox", "", Object.fromEntries(t))), v.scrollTop = 0, g();
  }
  const S = d("tbody"), E = d("p", { class: "told", role: "status" }), A = Pt.map(
    (b) => [
      b.key,
      d(
        "th",
        { scope: "col", class: `${b.numeric ? "number" : ""} ${b.narrow ? "" : "roomy"}` },
        d("button", { type: "button", class: "sort", "data-sort": b.key, onclick: () => {
          const x = l(), K = b.numeric && b.key !== "rank" ? `-${b.key}` : b.key, j = K.startsWith("-") ? b.key : `-${b.key}`;
          p("sort", x.key === b.key && x.down === K.startsWith("-") ? j : K);
        } }, f(b.title))
      )
    ]
  ), P = d("input", { type: "checkbox", "aria-label": f("inbox.all"), onchange: () => {
    const b = P.checked;
    for (const x of s) b ? o.add(x.ring_id) : o.delete(x.ring_id);
    k = "", C();
  } }), R = (b) => A.find(([x]) => x === b)[1], T = d(
    "table",
    { class: "inbox", "aria-label": f("screen.inbox") },
    d(
      "thead",
      {},
      d("tr", {}, d("th", { scope: "col", class: "check" }, r.client.host.canDecide ? P : d("span", { class: "unseen" }, f("graph.pick"))), R("rank"), d("th", { scope: "col" }, f("column.ring")), ...A.filter(([b]) => b !== "rank").map(([, b]) => b))
    ),
    S
  ), v = d("div", { class: "inbox-box", tabindex: 0, role: "region", "aria-label": f("screen.inbox"), onscroll: () => C() }, T);
  let k = "";
  function C() {
    const b = v.clientHeight || 600, x = u ? 0 : Math.max(0, Math.floor(v.scrollTop / Je) - $n), K = u ? s.length : Math.min(s.length, Math.ceil((v.scrollTop + b) / Je) + $n), j = `${x}-${K}-${s.length}`;
    if (j === k) return;
    k = j;
    const ie = (oe) => {
      if (oe <= 0) return null;
      const we = d("td", { colspan: Pt.length + 2 });
      return we.style.height = `${oe * Je}px`, d("tr", { class: "space", "aria-hidden": "true" }, we);
    };
    T.setAttribute("aria-rowcount", String(s.length + 1)), le(S, [ie(x), ...s.slice(x, K).map((oe, we) => L(oe, x + we)), ie(s.length - K)]), s.length || le(S, [d("tr", {}, d("td", { colspan: Pt.length + 2, class: "none" }, f("inbox.none")))]);
  }
  function L(b, x) {
    const K = r.client.host.canDecide ? d("input", { type: "checkbox", checked: o.has(b.ring_id), "aria-label": f("inbox.one", { id: b.ring_id }), onchange: (ie) => {
      ie.target.checked ? o.add(b.ring_id) : o.delete(b.ring_id);
    } }) : null, j = (ie, oe = !0, we = !1) => d("td", { class: `${oe ? "number" : ""} ${we ? "" : "roomy"}` }, ie);
    return d(
      "tr",
      { "aria-rowindex": x + 2, class: x === a ? "current" : "", "data-ring": b.ring_id },
      d("td", { class: "check" }, K),
      j(Z(b.rank), !0, !0),
      d(
        "td",
        { class: "who" },
        d(
          "div",
          { class: "first-line" },
          d("a", { href: ue("ring", b.ring_id), "aria-current": x === a ? "true" : null, onfocus: () => z(x) }, te(b.ring_id)),
          b.flagged ? d("span", { class: "chip hot" }, "⚑ ", f("flagged")) : d("span", { class: "chip" }, f("unflagged")),
          d("span", { class: "chip plain" }, se(`kind.${b.kind}`, b.kind)),
          b.lease ? d("span", { class: "chip" }, f("lease.by", { by: b.lease.by })) : null
        ),
        d("div", { class: "line", lang: "en" }, b.news[0] ? d("strong", {}, `${b.news[0]} · `) : null, b.summary)
      ),
      j(d("span", { title: f("inbox.false", { share: Se(b.q_value) }) }, Ve(b.score)), !0, !0),
      j(Z(b.n_reviewers), !0, !0),
      j(Z(b.n_products)),
      j(Z(b.n_reviews)),
      j(St(b.harm)),
      j(Oe(b.last_at), !1),
      j(d("span", { class: `state ${b.state}` }, b.decision ? se(`verdict.${b.decision.verdict}`, b.decision.verdict) : f(`state.${b.state}`)), !1)
    );
  }
  function z(b) {
    a = b;
    for (const K of S.querySelectorAll("tr.current")) K.classList.remove("current");
    const x = s[b];
    x && S.querySelector(`tr[data-ring="${CSS.escape(x.ring_id)}"]`)?.classList.add("current");
  }
  function O(b) {
    if (!s.length) return;
    a = nt(a + b, 0, s.length - 1);
    const x = a * Je, K = 40;
    x < v.scrollTop && (v.scrollTop = x), x + Je + K > v.scrollTop + v.clientHeight && (v.scrollTop = x + Je + K - v.clientHeight), k = "", C(), S.querySelector("tr.current a")?.focus({ preventScroll: !0 });
  }
  const M = () => o.size ? [...o] : s.slice(a, a + 1).map((b) => b.ring_id), Y = (b) => () => {
    r.decide(M(), b).then((x) => {
      x && (o.clear(), P.checked = !1, g());
    });
  }, B = () => {
    r.undo(M()).then((b) => b && g());
  }, y = (b, x, K) => d(
    "label",
    { class: "field" },
    d("span", {}, f(x)),
    d(
      "select",
      { "data-filter": b, onchange: (j) => p(b, j.target.value) },
      d("option", { value: "" }, f("any")),
      ...K.map(([j, ie]) => d("option", { value: j, selected: t.get(b) === j }, ie))
    )
  ), w = (b, x) => d("label", { class: "field" }, d("span", {}, f(x)), d("input", { type: "search", "data-filter": b, value: t.get(b) ?? "", oninput: (K) => p(b, K.target.value) })), G = [...new Set(n.rows.map((b) => b.kind))].sort(), _ = d(
    "form",
    { class: "filters", role: "search", "aria-label": f("inbox.filters"), onsubmit: (b) => b.preventDefault() },
    w("q", "filter.text"),
    y("flag", "column.flag", [["yes", f("flagged")], ["no", f("unflagged")]]),
    y("kind", "column.kind", G.map((b) => [b, se(`kind.${b}`, b)])),
    y("evidence", "filter.evidence", n.families.map((b) => [b, Ne(b)])),
    y("status", "column.status", [["waiting", f("state.waiting")], ...["new", "grown", "changed", "open", "decided", "quiet"].map((b) => [b, se(`state.${b}`, b)])]),
    w("seller", "column.seller"),
    w("product", "column.product"),
    y("harm", "column.harm", [["active", f("harm.active")], ["some", f("harm.some")]]),
    d("a", { class: "quiet", href: ue("inbox") }, f("inbox.clear"))
  ), m = r.client.host.canDecide ? d(
    "div",
    { class: "decision-bar", role: "toolbar", "aria-label": f("section.decision") },
    ...["confirm", "dismiss", "watch", "unsure"].map(
      (b) => d("button", { type: "button", "data-verdict": b, class: b === "confirm" ? "hot" : "", onclick: Y(b) }, f(`deed.${b}`))
    ),
    d("button", { type: "button", class: "quiet", "data-verdict": "undo", onclick: B }, f("deed.undo"))
  ) : null, $ = [...n.provenance.limits, ...Object.entries(n.silent).map(([b, x]) => `${Ne(b)}: ${x}`)], W = d(
    "div",
    { class: "inbox-screen" },
    d("h1", { tabindex: -1 }, f("inbox.title", { n: n.n_flagged, all: n.rows.length })),
    _,
    E,
    v,
    m,
    n.operators.length || $.length ? d("details", { class: "fold" }, d("summary", {}, f("inbox.about")), d("ul", { lang: "en" }, ...[...n.operators, ...$].map((b) => d("li", {}, b)))) : null
  );
  W.addEventListener("unfoldrows", () => (u = !0, k = "", C())), W.addEventListener("foldrows", () => (u = !1, k = "", C()));
  const X = new ResizeObserver(() => C());
  X.observe(v), g();
  const ne = () => {
    const b = s[a];
    b && r.go(ue("ring", b.ring_id));
  };
  return {
    title: f("screen.inbox"),
    element: W,
    keys: {
      j: () => O(1),
      k: () => O(-1),
      o: ne,
      ...r.client.host.canDecide ? {
        c: Y("confirm"),
        d: Y("dismiss"),
        w: Y("watch"),
        u: B,
        n: ne,
        x: () => {
          const b = s[a];
          b && (o.delete(b.ring_id) || o.add(b.ring_id), k = "", C());
        }
      } : {}
    },
    dispose: () => X.disconnect()
  };
}
class $o {
  #e = null;
  #t = /* @__PURE__ */ new Set();
  #n = "";
  #r = [];
  /** Rows that are brushed; null: none, so that all are shown alike. */
  get rows() {
    return this.#e;
  }
  get tokens() {
    return this.#t;
  }
  get label() {
    return this.#n;
  }
  set(e, n, t = []) {
    this.#e = new Set(e), this.#t = new Set(t), this.#n = n, this.#o();
  }
  clear() {
    this.#e !== null && (this.#e = null, this.#t = /* @__PURE__ */ new Set(), this.#n = "", this.#o());
  }
  has(e) {
    return this.#e === null || this.#e.has(e);
  }
  listen(e) {
    this.#r.push(e);
  }
  #o() {
    for (const e of this.#r) e();
  }
}
function zi(r, e, n) {
  const t = d("canvas", { role: "img", "aria-label": r }), i = d("div", { class: "drawing" }, t);
  let o = 0;
  const s = () => {
    cancelAnimationFrame(o), o = requestAnimationFrame(a);
  }, a = () => {
    const u = i.clientWidth;
    if (!u) return;
    const l = window.devicePixelRatio || 1, c = e();
    t.width = Math.round(u * l), t.height = Math.round(c * l), t.style.height = `${c}px`;
    const h = t.getContext("2d");
    h && (h.scale(l, l), h.clearRect(0, 0, u, c), h.font = `11px ${getComputedStyle(i).fontFamily}`, n({ context: h, width: u, colour: wt(i) }));
  };
  return new ResizeObserver(s).observe(i), matchMedia("(prefers-color-scheme: dark)").addEventListener("change", s), i.addEventListener("redraw", a), { element: i, canvas: t, redraw: s };
}
function wt(r) {
  const e = getComputedStyle(r);
  return (n) => e.getPropertyValue(`--${n}`).trim() || "#888";
}
function Oi(r, e, n) {
  if (r.measureText(e).width <= n) return e;
  let t = e.length;
  for (; t > 1 && r.measureText(`${e.slice(0, t)}…`).width > n; ) t -= 1;
  return `${e.slice(0, t)}…`;
}
function Fo(r, e) {
  const { member: n, product: t, in_ring: i, rating: o } = r.reviews, s = n.map((R, T) => T).filter((R) => i[R]), a = r.products.map((R, T) => T).sort((R, T) => (r.products[R].first_at ?? "") < (r.products[T].first_at ?? "") ? -1 : 1), u = new Map(a.map((R, T) => [R, T])), l = r.members.length, c = nt(520 / l, 0.5, 14), h = c >= 9;
  let g = 0, p = 10;
  const S = f("matrix.label", { accounts: Z(l), products: Z(a.length), reviews: Z(s.length) }), E = zi(S, () => Math.ceil(l * c) + 4, ({ context: R, width: T, colour: v }) => {
    g = h ? T < 500 ? 64 : 110 : 4, p = nt((T - g - 4) / Math.max(a.length, 1), 0.5, 26), h && (R.textAlign = "right", R.fillStyle = v("ink"), r.members.forEach((C, L) => {
      R.fillText(Oi(R, qe(C.reviewer_id), g - 12), g - 6, L * c + c * 0.78);
    })), R.fillStyle = v("ground"), R.fillRect(g, 0, a.length * p, l * c);
    const k = p > 4 && c > 4 ? 1 : 0;
    for (const C of [!1, !0])
      for (const L of s) {
        if (e.has(L) !== C) continue;
        const z = o[L] ?? null;
        R.globalAlpha = C ? 1 : 0.15, R.fillStyle = v(z === null ? "muted" : z >= 4 ? "ring" : z <= 2 ? "low" : "middle");
        const O = g + u.get(t[L]) * p, M = n[L] * c;
        R.fillRect(O, M, Math.max(p - k, 0.5), Math.max(c - k, 0.5)), z !== null && z <= 2 && c > 6 && p > 6 && (R.fillStyle = v("paper"), R.fillRect(O + p / 2 - 2, M + c / 2 - 1, 3, 1.5));
      }
    R.globalAlpha = 1;
  });
  e.listen(E.redraw);
  const A = d("p", { class: "told", "aria-hidden": "true" }), P = (R) => {
    const T = E.canvas.getBoundingClientRect(), v = Math.floor((R.clientY - T.top) / c), k = a[Math.floor((R.clientX - T.left - g) / p)];
    return v < 0 || v >= l ? null : { account: v, target: R.clientX - T.left < g ? -1 : k ?? -1 };
  };
  return E.canvas.addEventListener("pointermove", (R) => {
    const T = P(R);
    if (!T) return;
    const v = s.find((C) => n[C] === T.account && t[C] === T.target), k = [r.members[T.account].reviewer_id, r.products[T.target]?.product_id ?? ""];
    v !== void 0 && k.push(`${o[v] ?? "–"} ★`, Oe(r.reviews.posted_at[v] ?? null)), A.textContent = qe(k.filter(Boolean).join(" · "));
  }), E.canvas.addEventListener("click", (R) => {
    const T = P(R);
    if (!T) return;
    const v = R.shiftKey && T.target >= 0, k = v ? r.products[T.target].product_id : r.members[T.account].reviewer_id;
    e.set(
      s.filter((C) => v ? t[C] === T.target : n[C] === T.account),
      k
    );
  }), d("div", { class: "matrix" }, E.element, A);
}
function Mi(r) {
  return r && r.__esModule && Object.prototype.hasOwnProperty.call(r, "default") ? r.default : r;
}
var $t = { exports: {} }, Fn;
function Io() {
  if (Fn) return $t.exports;
  Fn = 1;
  var r = typeof Reflect == "object" ? Reflect : null, e = r && typeof r.apply == "function" ? r.apply : function(k, C, L) {
    return Function.prototype.apply.call(k, C, L);
  }, n;
  r && typeof r.ownKeys == "function" ? n = r.ownKeys : Object.getOwnPropertySymbols ? n = function(k) {
    return Object.getOwnPropertyNames(k).concat(Object.getOwnPropertySymbols(k));
  } : n = function(k) {
    return Object.getOwnPropertyNames(k);
  };
  function t(v) {
    console && console.warn && console.warn(v);
  }
  var i = Number.isNaN || function(k) {
    return k !== k;
  };
  function o() {
    o.init.call(this);
  }
  $t.exports = o, $t.exports.once = P, o.EventEmitter = o, o.prototype._events = void 0, o.prototype._eventsCount = 0, o.prototype._maxListeners = void 0;
  var s = 10;
  function a(v) {
    if (typeof v != "function")
      throw new TypeError('The "listener" argument must be of type Function. Received type ' + typeof v);
  }
  Object.defineProperty(o, "defaultMaxListeners", {
    enumerable: !0,
    get: function() {
      return s;
    },
    set: function(v) {
      if (typeof v != "number" || v < 0 || i(v))
        throw new RangeError('The value of "defaultMaxListeners" is out of range. It must be a non-negative number. Received ' + v + ".");
      s = v;
    }
  }), o.init = function() {
    (this._events === void 0 || this._events === Object.getPrototypeOf(this)._events) && (this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0), this._maxListeners = this._maxListeners || void 0;
  }, o.prototype.setMaxListeners = function(k) {
    if (typeof k != "number" || k < 0 || i(k))
      throw new RangeError('The value of "n" is out of range. It must be a non-negative number. Received ' + k + ".");
    return this._maxListeners = k, this;
  };
  function u(v) {
    return v._maxListeners === void 0 ? o.defaultMaxListeners : v._maxListeners;
  }
  o.prototype.getMaxListeners = function() {
    return u(this);
  }, o.prototype.emit = function(k) {
    for (var C = [], L = 1; L < arguments.length; L++) C.push(arguments[L]);
    var z = k === "error", O = this._events;
    if (O !== void 0)
      z = z && O.error === void 0;
    else if (!z)
      return !1;
    if (z) {
      var M;
      if (C.length > 0 && (M = C[0]), M instanceof Error)
        throw M;
      var Y = new Error("Unhandled error." + (M ? " (" + M.message + ")" : ""));
      throw Y.context = M, Y;
    }
    var B = O[k];
    if (B === void 0)
      return !1;
    if (typeof B == "function")
      e(B, this, C);
    else
      for (var y = B.length, w = S(B, y), L = 0; L < y; ++L)
        e(w[L], this, C);
    return !0;
  };
  function l(v, k, C, L) {
    var z, O, M;
    if (a(C), O = v._events, O === void 0 ? (O = v._events = /* @__PURE__ */ Object.create(null), v._eventsCount = 0) : (O.newListener !== void 0 && (v.emit(
      "newListener",
      k,
      C.listener ? C.listener : C
    ), O = v._events), M = O[k]), M === void 0)
      M = O[k] = C, ++v._eventsCount;
    else if (typeof M == "function" ? M = O[k] = L ? [C, M] : [M, C] : L ? M.unshift(C) : M.push(C), z = u(v), z > 0 && M.length > z && !M.warned) {
      M.warned = !0;
      var Y = new Error("Possible EventEmitter memory leak detected. " + M.length + " " + String(k) + " listeners added. Use emitter.setMaxListeners() to increase limit");
      Y.name = "MaxListenersExceededWarning", Y.emitter = v, Y.type = k, Y.count = M.length, t(Y);
    }
    return v;
  }
  o.prototype.addListener = function(k, C) {
    return l(this, k, C, !1);
  }, o.prototype.on = o.prototype.addListener, o.prototype.prependListener = function(k, C) {
    return l(this, k, C, !0);
  };
  function c() {
    if (!this.fired)
      return this.target.removeListener(this.type, this.wrapFn), this.fired = !0, arguments.length === 0 ? this.listener.call(this.target) : this.listener.apply(this.target, arguments);
  }
  function h(v, k, C) {
    var L = { fired: !1, wrapFn: void 0, target: v, type: k, listener: C }, z = c.bind(L);
    return z.listener = C, L.wrapFn = z, z;
  }
  o.prototype.once = function(k, C) {
    return a(C), this.on(k, h(this, k, C)), this;
  }, o.prototype.prependOnceListener = function(k, C) {
    return a(C), this.prependListener(k, h(this, k, C)), this;
  }, o.prototype.removeListener = function(k, C) {
    var L, z, O, M, Y;
    if (a(C), z = this._events, z === void 0)
      return this;
    if (L = z[k], L === void 0)
      return this;
    if (L === C || L.listener === C)
      --this._eventsCount === 0 ? this._events = /* @__PURE__ */ Object.create(null) : (delete z[k], z.removeListener && this.emit("removeListener", k, L.listener || C));
    else if (typeof L != "function") {
      for (O = -1, M = L.length - 1; M >= 0; M--)
        if (L[M] === C || L[M].listener === C) {
          Y = L[M].listener, O = M;
          break;
        }
      if (O < 0)
        return this;
      O === 0 ? L.shift() : E(L, O), L.length === 1 && (z[k] = L[0]), z.removeListener !== void 0 && this.emit("removeListener", k, Y || C);
    }
    return this;
  }, o.prototype.off = o.prototype.removeListener, o.prototype.removeAllListeners = function(k) {
    var C, L, z;
    if (L = this._events, L === void 0)
      return this;
    if (L.removeListener === void 0)
      return arguments.length === 0 ? (this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0) : L[k] !== void 0 && (--this._eventsCount === 0 ? this._events = /* @__PURE__ */ Object.create(null) : delete L[k]), this;
    if (arguments.length === 0) {
      var O = Object.keys(L), M;
      for (z = 0; z < O.length; ++z)
        M = O[z], M !== "removeListener" && this.removeAllListeners(M);
      return this.removeAllListeners("removeListener"), this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0, this;
    }
    if (C = L[k], typeof C == "function")
      this.removeListener(k, C);
    else if (C !== void 0)
      for (z = C.length - 1; z >= 0; z--)
        this.removeListener(k, C[z]);
    return this;
  };
  function g(v, k, C) {
    var L = v._events;
    if (L === void 0)
      return [];
    var z = L[k];
    return z === void 0 ? [] : typeof z == "function" ? C ? [z.listener || z] : [z] : C ? A(z) : S(z, z.length);
  }
  o.prototype.listeners = function(k) {
    return g(this, k, !0);
  }, o.prototype.rawListeners = function(k) {
    return g(this, k, !1);
  }, o.listenerCount = function(v, k) {
    return typeof v.listenerCount == "function" ? v.listenerCount(k) : p.call(v, k);
  }, o.prototype.listenerCount = p;
  function p(v) {
    var k = this._events;
    if (k !== void 0) {
      var C = k[v];
      if (typeof C == "function")
        return 1;
      if (C !== void 0)
        return C.length;
    }
    return 0;
  }
  o.prototype.eventNames = function() {
    return this._eventsCount > 0 ? n(this._events) : [];
  };
  function S(v, k) {
    for (var C = new Array(k), L = 0; L < k; ++L)
      C[L] = v[L];
    return C;
  }
  function E(v, k) {
    for (; k + 1 < v.length; k++)
      v[k] = v[k + 1];
    v.pop();
  }
  function A(v) {
    for (var k = new Array(v.length), C = 0; C < k.length; ++C)
      k[C] = v[C].listener || v[C];
    return k;
  }
  function P(v, k) {
    return new Promise(function(C, L) {
      function z(M) {
        v.removeListener(k, O), L(M);
      }
      function O() {
        typeof v.removeListener == "function" && v.removeListener("error", z), C([].slice.call(arguments));
      }
      T(v, k, O, { once: !0 }), k !== "error" && R(v, z, { once: !0 });
    });
  }
  function R(v, k, C) {
    typeof v.on == "function" && T(v, "error", k, C);
  }
  function T(v, k, C, L) {
    if (typeof v.on == "function")
      L.once ? v.once(k, C) : v.on(k, C);
    else if (typeof v.addEventListener == "function")
      v.addEventListener(k, function z(O) {
        L.once && v.removeEventListener(k, z), C(O);
      });
    else
      throw new TypeError('The "emitter" argument must be of type EventEmitter. Received type ' + typeof v);
  }
  return $t.exports;
}
var Ui = Io();
function zo() {
  const r = arguments[0];
  for (let e = 1, n = arguments.length; e < n; e++)
    if (arguments[e])
      for (const t in arguments[e]) r[t] = arguments[e][t];
  return r;
}
let ae = zo;
typeof Object.assign == "function" && (ae = Object.assign);
function ye(r, e, n, t) {
  const i = r._nodes.get(e);
  let o = null;
  return i && (t === "mixed" ? o = i.out && i.out[n] || i.undirected && i.undirected[n] : t === "directed" ? o = i.out && i.out[n] : o = i.undirected && i.undirected[n]), o;
}
function he(r) {
  return typeof r == "object" && r !== null;
}
function Bi(r) {
  let e;
  for (e in r) return !1;
  return !0;
}
function ve(r, e, n) {
  Object.defineProperty(r, e, {
    enumerable: !1,
    configurable: !1,
    writable: !0,
    value: n
  });
}
function _e(r, e, n) {
  const t = {
    enumerable: !0,
    configurable: !0
  };
  typeof n == "function" ? t.get = n : (t.value = n, t.writable = !1), Object.defineProperty(r, e, t);
}
function In(r) {
  return !(!he(r) || r.attributes && !Array.isArray(r.attributes));
}
function Oo() {
  let r = Math.floor(Math.random() * 256) & 255;
  return () => r++;
}
function Ge() {
  const r = arguments;
  let e = null, n = -1;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let t = null;
      do {
        if (e === null) {
          if (n++, n >= r.length) return { done: !0 };
          e = r[n][Symbol.iterator]();
        }
        if (t = e.next(), t.done) {
          e = null;
          continue;
        }
        break;
      } while (!0);
      return t;
    }
  };
}
function at() {
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      return { done: !0 };
    }
  };
}
class kn extends Error {
  constructor(e) {
    super(), this.name = "GraphError", this.message = e;
  }
}
class I extends kn {
  constructor(e) {
    super(e), this.name = "InvalidArgumentsGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(
      this,
      I.prototype.constructor
    );
  }
}
class F extends kn {
  constructor(e) {
    super(e), this.name = "NotFoundGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(this, F.prototype.constructor);
  }
}
class H extends kn {
  constructor(e) {
    super(e), this.name = "UsageGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(this, H.prototype.constructor);
  }
}
function Wi(r, e) {
  this.key = r, this.attributes = e, this.clear();
}
Wi.prototype.clear = function() {
  this.inDegree = 0, this.outDegree = 0, this.undirectedDegree = 0, this.undirectedLoops = 0, this.directedLoops = 0, this.in = {}, this.out = {}, this.undirected = {};
};
function Hi(r, e) {
  this.key = r, this.attributes = e, this.clear();
}
Hi.prototype.clear = function() {
  this.inDegree = 0, this.outDegree = 0, this.directedLoops = 0, this.in = {}, this.out = {};
};
function ji(r, e) {
  this.key = r, this.attributes = e, this.clear();
}
ji.prototype.clear = function() {
  this.undirectedDegree = 0, this.undirectedLoops = 0, this.undirected = {};
};
function ut(r, e, n, t, i) {
  this.key = e, this.attributes = i, this.undirected = r, this.source = n, this.target = t;
}
ut.prototype.attach = function() {
  let r = "out", e = "in";
  this.undirected && (r = e = "undirected");
  const n = this.source.key, t = this.target.key;
  this.source[r][t] = this, !(this.undirected && n === t) && (this.target[e][n] = this);
};
ut.prototype.attachMulti = function() {
  let r = "out", e = "in";
  const n = this.source.key, t = this.target.key;
  this.undirected && (r = e = "undirected");
  const i = this.source[r], o = i[t];
  if (typeof o > "u") {
    i[t] = this, this.undirected && n === t || (this.target[e][n] = this);
    return;
  }
  o.previous = this, this.next = o, i[t] = this, this.target[e][n] = this;
};
ut.prototype.detach = function() {
  const r = this.source.key, e = this.target.key;
  let n = "out", t = "in";
  this.undirected && (n = t = "undirected"), delete this.source[n][e], delete this.target[t][r];
};
ut.prototype.detachMulti = function() {
  const r = this.source.key, e = this.target.key;
  let n = "out", t = "in";
  this.undirected && (n = t = "undirected"), this.previous === void 0 ? this.next === void 0 ? (delete this.source[n][e], delete this.target[t][r]) : (this.next.previous = void 0, this.source[n][e] = this.next, this.target[t][r] = this.next) : (this.previous.next = this.next, this.next !== void 0 && (this.next.previous = this.previous));
};
const qi = 0, Vi = 1, Mo = 2, Ki = 3;
function Pe(r, e, n, t, i, o, s) {
  let a, u, l, c;
  if (t = "" + t, n === qi) {
    if (a = r._nodes.get(t), !a)
      throw new F(
        `Graph.${e}: could not find the "${t}" node in the graph.`
      );
    l = i, c = o;
  } else if (n === Ki) {
    if (i = "" + i, u = r._edges.get(i), !u)
      throw new F(
        `Graph.${e}: could not find the "${i}" edge in the graph.`
      );
    const h = u.source.key, g = u.target.key;
    if (t === h)
      a = u.target;
    else if (t === g)
      a = u.source;
    else
      throw new F(
        `Graph.${e}: the "${t}" node is not attached to the "${i}" edge (${h}, ${g}).`
      );
    l = o, c = s;
  } else {
    if (u = r._edges.get(t), !u)
      throw new F(
        `Graph.${e}: could not find the "${t}" edge in the graph.`
      );
    n === Vi ? a = u.source : a = u.target, l = i, c = o;
  }
  return [a, l, c];
}
function Uo(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    return s.attributes[a];
  };
}
function Bo(r, e, n) {
  r.prototype[e] = function(t, i) {
    const [o] = Pe(
      this,
      e,
      n,
      t,
      i
    );
    return o.attributes;
  };
}
function Wo(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    return s.attributes.hasOwnProperty(a);
  };
}
function Ho(r, e, n) {
  r.prototype[e] = function(t, i, o, s) {
    const [a, u, l] = Pe(
      this,
      e,
      n,
      t,
      i,
      o,
      s
    );
    return a.attributes[u] = l, this.emit("nodeAttributesUpdated", {
      key: a.key,
      type: "set",
      attributes: a.attributes,
      name: u
    }), this;
  };
}
function jo(r, e, n) {
  r.prototype[e] = function(t, i, o, s) {
    const [a, u, l] = Pe(
      this,
      e,
      n,
      t,
      i,
      o,
      s
    );
    if (typeof l != "function")
      throw new I(
        `Graph.${e}: updater should be a function.`
      );
    const c = a.attributes, h = l(c[u]);
    return c[u] = h, this.emit("nodeAttributesUpdated", {
      key: a.key,
      type: "set",
      attributes: a.attributes,
      name: u
    }), this;
  };
}
function qo(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    return delete s.attributes[a], this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "remove",
      attributes: s.attributes,
      name: a
    }), this;
  };
}
function Vo(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    if (!he(a))
      throw new I(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return s.attributes = a, this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "replace",
      attributes: s.attributes
    }), this;
  };
}
function Ko(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    if (!he(a))
      throw new I(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return ae(s.attributes, a), this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "merge",
      attributes: s.attributes,
      data: a
    }), this;
  };
}
function Zo(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    const [s, a] = Pe(
      this,
      e,
      n,
      t,
      i,
      o
    );
    if (typeof a != "function")
      throw new I(
        `Graph.${e}: provided updater is not a function.`
      );
    return s.attributes = a(s.attributes), this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "update",
      attributes: s.attributes
    }), this;
  };
}
const Yo = [
  {
    name: (r) => `get${r}Attribute`,
    attacher: Uo
  },
  {
    name: (r) => `get${r}Attributes`,
    attacher: Bo
  },
  {
    name: (r) => `has${r}Attribute`,
    attacher: Wo
  },
  {
    name: (r) => `set${r}Attribute`,
    attacher: Ho
  },
  {
    name: (r) => `update${r}Attribute`,
    attacher: jo
  },
  {
    name: (r) => `remove${r}Attribute`,
    attacher: qo
  },
  {
    name: (r) => `replace${r}Attributes`,
    attacher: Vo
  },
  {
    name: (r) => `merge${r}Attributes`,
    attacher: Ko
  },
  {
    name: (r) => `update${r}Attributes`,
    attacher: Zo
  }
];
function Xo(r) {
  Yo.forEach(function({ name: e, attacher: n }) {
    n(r, e("Node"), qi), n(r, e("Source"), Vi), n(r, e("Target"), Mo), n(r, e("Opposite"), Ki);
  });
}
function Jo(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    return o.attributes[i];
  };
}
function Qo(r, e, n) {
  r.prototype[e] = function(t) {
    let i;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 1) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const o = "" + t, s = "" + arguments[1];
      if (i = ye(this, o, s, n), !i)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${o}" - "${s}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, i = this._edges.get(t), !i)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    return i.attributes;
  };
}
function es(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    return o.attributes.hasOwnProperty(i);
  };
}
function ts(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    let s;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 3) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const a = "" + t, u = "" + i;
      if (i = arguments[2], o = arguments[3], s = ye(this, a, u, n), !s)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${a}" - "${u}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, s = this._edges.get(t), !s)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    return s.attributes[i] = o, this.emit("edgeAttributesUpdated", {
      key: s.key,
      type: "set",
      attributes: s.attributes,
      name: i
    }), this;
  };
}
function ns(r, e, n) {
  r.prototype[e] = function(t, i, o) {
    let s;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 3) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const a = "" + t, u = "" + i;
      if (i = arguments[2], o = arguments[3], s = ye(this, a, u, n), !s)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${a}" - "${u}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, s = this._edges.get(t), !s)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    if (typeof o != "function")
      throw new I(
        `Graph.${e}: updater should be a function.`
      );
    return s.attributes[i] = o(s.attributes[i]), this.emit("edgeAttributesUpdated", {
      key: s.key,
      type: "set",
      attributes: s.attributes,
      name: i
    }), this;
  };
}
function is(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    return delete o.attributes[i], this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "remove",
      attributes: o.attributes,
      name: i
    }), this;
  };
}
function rs(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    if (!he(i))
      throw new I(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return o.attributes = i, this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "replace",
      attributes: o.attributes
    }), this;
  };
}
function os(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    if (!he(i))
      throw new I(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return ae(o.attributes, i), this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "merge",
      attributes: o.attributes,
      data: i
    }), this;
  };
}
function ss(r, e, n) {
  r.prototype[e] = function(t, i) {
    let o;
    if (this.type !== "mixed" && n !== "mixed" && n !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + t, a = "" + i;
      if (i = arguments[2], o = ye(this, s, a, n), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (n !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (t = "" + t, o = this._edges.get(t), !o)
        throw new F(
          `Graph.${e}: could not find the "${t}" edge in the graph.`
        );
    }
    if (typeof i != "function")
      throw new I(
        `Graph.${e}: provided updater is not a function.`
      );
    return o.attributes = i(o.attributes), this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "update",
      attributes: o.attributes
    }), this;
  };
}
const as = [
  {
    name: (r) => `get${r}Attribute`,
    attacher: Jo
  },
  {
    name: (r) => `get${r}Attributes`,
    attacher: Qo
  },
  {
    name: (r) => `has${r}Attribute`,
    attacher: es
  },
  {
    name: (r) => `set${r}Attribute`,
    attacher: ts
  },
  {
    name: (r) => `update${r}Attribute`,
    attacher: ns
  },
  {
    name: (r) => `remove${r}Attribute`,
    attacher: is
  },
  {
    name: (r) => `replace${r}Attributes`,
    attacher: rs
  },
  {
    name: (r) => `merge${r}Attributes`,
    attacher: os
  },
  {
    name: (r) => `update${r}Attributes`,
    attacher: ss
  }
];
function us(r) {
  as.forEach(function({ name: e, attacher: n }) {
    n(r, e("Edge"), "mixed"), n(r, e("DirectedEdge"), "directed"), n(r, e("UndirectedEdge"), "undirected");
  });
}
const ls = [
  {
    name: "edges",
    type: "mixed"
  },
  {
    name: "inEdges",
    type: "directed",
    direction: "in"
  },
  {
    name: "outEdges",
    type: "directed",
    direction: "out"
  },
  {
    name: "inboundEdges",
    type: "mixed",
    direction: "in"
  },
  {
    name: "outboundEdges",
    type: "mixed",
    direction: "out"
  },
  {
    name: "directedEdges",
    type: "directed"
  },
  {
    name: "undirectedEdges",
    type: "undirected"
  }
];
function cs(r, e, n, t) {
  let i = !1;
  for (const o in e) {
    if (o === t) continue;
    const s = e[o];
    if (i = n(
      s.key,
      s.attributes,
      s.source.key,
      s.target.key,
      s.source.attributes,
      s.target.attributes,
      s.undirected
    ), r && i) return s.key;
  }
}
function ds(r, e, n, t) {
  let i, o, s, a = !1;
  for (const u in e)
    if (u !== t) {
      i = e[u];
      do {
        if (o = i.source, s = i.target, a = n(
          i.key,
          i.attributes,
          o.key,
          s.key,
          o.attributes,
          s.attributes,
          i.undirected
        ), r && a) return i.key;
        i = i.next;
      } while (i !== void 0);
    }
}
function Xt(r, e) {
  const n = Object.keys(r), t = n.length;
  let i, o = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      do
        if (i)
          i = i.next;
        else {
          if (o >= t) return { done: !0 };
          const s = n[o++];
          if (s === e) {
            i = void 0;
            continue;
          }
          i = r[s];
        }
      while (!i);
      return {
        done: !1,
        value: {
          edge: i.key,
          attributes: i.attributes,
          source: i.source.key,
          target: i.target.key,
          sourceAttributes: i.source.attributes,
          targetAttributes: i.target.attributes,
          undirected: i.undirected
        }
      };
    }
  };
}
function hs(r, e, n, t) {
  const i = e[n];
  if (!i) return;
  const o = i.source, s = i.target;
  if (t(
    i.key,
    i.attributes,
    o.key,
    s.key,
    o.attributes,
    s.attributes,
    i.undirected
  ) && r)
    return i.key;
}
function fs(r, e, n, t) {
  let i = e[n];
  if (!i) return;
  let o = !1;
  do {
    if (o = t(
      i.key,
      i.attributes,
      i.source.key,
      i.target.key,
      i.source.attributes,
      i.target.attributes,
      i.undirected
    ), r && o) return i.key;
    i = i.next;
  } while (i !== void 0);
}
function Jt(r, e) {
  let n = r[e];
  if (n.next !== void 0)
    return {
      [Symbol.iterator]() {
        return this;
      },
      next() {
        if (!n) return { done: !0 };
        const i = {
          edge: n.key,
          attributes: n.attributes,
          source: n.source.key,
          target: n.target.key,
          sourceAttributes: n.source.attributes,
          targetAttributes: n.target.attributes,
          undirected: n.undirected
        };
        return n = n.next, {
          done: !1,
          value: i
        };
      }
    };
  let t = !1;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      return t === !0 ? { done: !0 } : (t = !0, {
        done: !1,
        value: {
          edge: n.key,
          attributes: n.attributes,
          source: n.source.key,
          target: n.target.key,
          sourceAttributes: n.source.attributes,
          targetAttributes: n.target.attributes,
          undirected: n.undirected
        }
      });
    }
  };
}
function gs(r, e) {
  if (r.size === 0) return [];
  if (e === "mixed" || e === r.type)
    return Array.from(r._edges.keys());
  const n = e === "undirected" ? r.undirectedSize : r.directedSize, t = new Array(n), i = e === "undirected", o = r._edges.values();
  let s = 0, a, u;
  for (; a = o.next(), a.done !== !0; )
    u = a.value, u.undirected === i && (t[s++] = u.key);
  return t;
}
function Zi(r, e, n, t) {
  if (e.size === 0) return;
  const i = n !== "mixed" && n !== e.type, o = n === "undirected";
  let s, a, u = !1;
  const l = e._edges.values();
  for (; s = l.next(), s.done !== !0; ) {
    if (a = s.value, i && a.undirected !== o) continue;
    const { key: c, attributes: h, source: g, target: p } = a;
    if (u = t(
      c,
      h,
      g.key,
      p.key,
      g.attributes,
      p.attributes,
      a.undirected
    ), r && u) return c;
  }
}
function ps(r, e) {
  if (r.size === 0) return at();
  const n = e !== "mixed" && e !== r.type, t = e === "undirected", i = r._edges.values();
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let o, s;
      for (; ; ) {
        if (o = i.next(), o.done) return o;
        if (s = o.value, !(n && s.undirected !== t))
          break;
      }
      return { value: {
        edge: s.key,
        attributes: s.attributes,
        source: s.source.key,
        target: s.target.key,
        sourceAttributes: s.source.attributes,
        targetAttributes: s.target.attributes,
        undirected: s.undirected
      }, done: !1 };
    }
  };
}
function En(r, e, n, t, i, o) {
  const s = e ? ds : cs;
  let a;
  if (n !== "undirected" && (t !== "out" && (a = s(r, i.in, o), r && a) || t !== "in" && (a = s(
    r,
    i.out,
    o,
    t ? void 0 : i.key
  ), r && a)) || n !== "directed" && (a = s(r, i.undirected, o), r && a))
    return a;
}
function ms(r, e, n, t) {
  const i = [];
  return En(!1, r, e, n, t, function(o) {
    i.push(o);
  }), i;
}
function vs(r, e, n) {
  let t = at();
  return r !== "undirected" && (e !== "out" && typeof n.in < "u" && (t = Ge(t, Xt(n.in))), e !== "in" && typeof n.out < "u" && (t = Ge(
    t,
    Xt(n.out, e ? void 0 : n.key)
  ))), r !== "directed" && typeof n.undirected < "u" && (t = Ge(t, Xt(n.undirected))), t;
}
function Sn(r, e, n, t, i, o, s) {
  const a = n ? fs : hs;
  let u;
  if (e !== "undirected" && (typeof i.in < "u" && t !== "out" && (u = a(r, i.in, o, s), r && u) || typeof i.out < "u" && t !== "in" && (t || i.key !== o) && (u = a(r, i.out, o, s), r && u)) || e !== "directed" && typeof i.undirected < "u" && (u = a(r, i.undirected, o, s), r && u))
    return u;
}
function ys(r, e, n, t, i) {
  const o = [];
  return Sn(
    !1,
    r,
    e,
    n,
    t,
    i,
    function(s) {
      o.push(s);
    }
  ), o;
}
function bs(r, e, n, t) {
  let i = at();
  return r !== "undirected" && (typeof n.in < "u" && e !== "out" && t in n.in && (i = Ge(i, Jt(n.in, t))), typeof n.out < "u" && e !== "in" && t in n.out && (e || n.key !== t) && (i = Ge(i, Jt(n.out, t)))), r !== "directed" && typeof n.undirected < "u" && t in n.undirected && (i = Ge(
    i,
    Jt(n.undirected, t)
  )), i;
}
function ws(r, e) {
  const { name: n, type: t, direction: i } = e;
  r.prototype[n] = function(o, s) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type)
      return [];
    if (!arguments.length) return gs(this, t);
    if (arguments.length === 1) {
      o = "" + o;
      const a = this._nodes.get(o);
      if (typeof a > "u")
        throw new F(
          `Graph.${n}: could not find the "${o}" node in the graph.`
        );
      return ms(
        this.multi,
        t === "mixed" ? this.type : t,
        i,
        a
      );
    }
    if (arguments.length === 2) {
      o = "" + o, s = "" + s;
      const a = this._nodes.get(o);
      if (!a)
        throw new F(
          `Graph.${n}:  could not find the "${o}" source node in the graph.`
        );
      if (!this._nodes.has(s))
        throw new F(
          `Graph.${n}:  could not find the "${s}" target node in the graph.`
        );
      return ys(
        t,
        this.multi,
        i,
        a,
        s
      );
    }
    throw new I(
      `Graph.${n}: too many arguments (expecting 0, 1 or 2 and got ${arguments.length}).`
    );
  };
}
function _s(r, e) {
  const { name: n, type: t, direction: i } = e, o = "forEach" + n[0].toUpperCase() + n.slice(1, -1);
  r.prototype[o] = function(l, c, h) {
    if (!(t !== "mixed" && this.type !== "mixed" && t !== this.type)) {
      if (arguments.length === 1)
        return h = l, Zi(!1, this, t, h);
      if (arguments.length === 2) {
        l = "" + l, h = c;
        const g = this._nodes.get(l);
        if (typeof g > "u")
          throw new F(
            `Graph.${o}: could not find the "${l}" node in the graph.`
          );
        return En(
          !1,
          this.multi,
          t === "mixed" ? this.type : t,
          i,
          g,
          h
        );
      }
      if (arguments.length === 3) {
        l = "" + l, c = "" + c;
        const g = this._nodes.get(l);
        if (!g)
          throw new F(
            `Graph.${o}:  could not find the "${l}" source node in the graph.`
          );
        if (!this._nodes.has(c))
          throw new F(
            `Graph.${o}:  could not find the "${c}" target node in the graph.`
          );
        return Sn(
          !1,
          t,
          this.multi,
          i,
          g,
          c,
          h
        );
      }
      throw new I(
        `Graph.${o}: too many arguments (expecting 1, 2 or 3 and got ${arguments.length}).`
      );
    }
  };
  const s = "map" + n[0].toUpperCase() + n.slice(1);
  r.prototype[s] = function() {
    const l = Array.prototype.slice.call(arguments), c = l.pop();
    let h;
    if (l.length === 0) {
      let g = 0;
      t !== "directed" && (g += this.undirectedSize), t !== "undirected" && (g += this.directedSize), h = new Array(g);
      let p = 0;
      l.push((S, E, A, P, R, T, v) => {
        h[p++] = c(S, E, A, P, R, T, v);
      });
    } else
      h = [], l.push((g, p, S, E, A, P, R) => {
        h.push(c(g, p, S, E, A, P, R));
      });
    return this[o].apply(this, l), h;
  };
  const a = "filter" + n[0].toUpperCase() + n.slice(1);
  r.prototype[a] = function() {
    const l = Array.prototype.slice.call(arguments), c = l.pop(), h = [];
    return l.push((g, p, S, E, A, P, R) => {
      c(g, p, S, E, A, P, R) && h.push(g);
    }), this[o].apply(this, l), h;
  };
  const u = "reduce" + n[0].toUpperCase() + n.slice(1);
  r.prototype[u] = function() {
    let l = Array.prototype.slice.call(arguments);
    if (l.length < 2 || l.length > 4)
      throw new I(
        `Graph.${u}: invalid number of arguments (expecting 2, 3 or 4 and got ${l.length}).`
      );
    if (typeof l[l.length - 1] == "function" && typeof l[l.length - 2] != "function")
      throw new I(
        `Graph.${u}: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array.`
      );
    let c, h;
    l.length === 2 ? (c = l[0], h = l[1], l = []) : l.length === 3 ? (c = l[1], h = l[2], l = [l[0]]) : l.length === 4 && (c = l[2], h = l[3], l = [l[0], l[1]]);
    let g = h;
    return l.push((p, S, E, A, P, R, T) => {
      g = c(g, p, S, E, A, P, R, T);
    }), this[o].apply(this, l), g;
  };
}
function ks(r, e) {
  const { name: n, type: t, direction: i } = e, o = "find" + n[0].toUpperCase() + n.slice(1, -1);
  r.prototype[o] = function(u, l, c) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type)
      return !1;
    if (arguments.length === 1)
      return c = u, Zi(!0, this, t, c);
    if (arguments.length === 2) {
      u = "" + u, c = l;
      const h = this._nodes.get(u);
      if (typeof h > "u")
        throw new F(
          `Graph.${o}: could not find the "${u}" node in the graph.`
        );
      return En(
        !0,
        this.multi,
        t === "mixed" ? this.type : t,
        i,
        h,
        c
      );
    }
    if (arguments.length === 3) {
      u = "" + u, l = "" + l;
      const h = this._nodes.get(u);
      if (!h)
        throw new F(
          `Graph.${o}:  could not find the "${u}" source node in the graph.`
        );
      if (!this._nodes.has(l))
        throw new F(
          `Graph.${o}:  could not find the "${l}" target node in the graph.`
        );
      return Sn(
        !0,
        t,
        this.multi,
        i,
        h,
        l,
        c
      );
    }
    throw new I(
      `Graph.${o}: too many arguments (expecting 1, 2 or 3 and got ${arguments.length}).`
    );
  };
  const s = "some" + n[0].toUpperCase() + n.slice(1, -1);
  r.prototype[s] = function() {
    const u = Array.prototype.slice.call(arguments), l = u.pop();
    return u.push((h, g, p, S, E, A, P) => l(h, g, p, S, E, A, P)), !!this[o].apply(this, u);
  };
  const a = "every" + n[0].toUpperCase() + n.slice(1, -1);
  r.prototype[a] = function() {
    const u = Array.prototype.slice.call(arguments), l = u.pop();
    return u.push((h, g, p, S, E, A, P) => !l(h, g, p, S, E, A, P)), !this[o].apply(this, u);
  };
}
function Es(r, e) {
  const { name: n, type: t, direction: i } = e, o = n.slice(0, -1) + "Entries";
  r.prototype[o] = function(s, a) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type)
      return at();
    if (!arguments.length) return ps(this, t);
    if (arguments.length === 1) {
      s = "" + s;
      const u = this._nodes.get(s);
      if (!u)
        throw new F(
          `Graph.${o}: could not find the "${s}" node in the graph.`
        );
      return vs(t, i, u);
    }
    if (arguments.length === 2) {
      s = "" + s, a = "" + a;
      const u = this._nodes.get(s);
      if (!u)
        throw new F(
          `Graph.${o}:  could not find the "${s}" source node in the graph.`
        );
      if (!this._nodes.has(a))
        throw new F(
          `Graph.${o}:  could not find the "${a}" target node in the graph.`
        );
      return bs(t, i, u, a);
    }
    throw new I(
      `Graph.${o}: too many arguments (expecting 0, 1 or 2 and got ${arguments.length}).`
    );
  };
}
function Ss(r) {
  ls.forEach((e) => {
    ws(r, e), _s(r, e), ks(r, e), Es(r, e);
  });
}
const Rs = [
  {
    name: "neighbors",
    type: "mixed"
  },
  {
    name: "inNeighbors",
    type: "directed",
    direction: "in"
  },
  {
    name: "outNeighbors",
    type: "directed",
    direction: "out"
  },
  {
    name: "inboundNeighbors",
    type: "mixed",
    direction: "in"
  },
  {
    name: "outboundNeighbors",
    type: "mixed",
    direction: "out"
  },
  {
    name: "directedNeighbors",
    type: "directed"
  },
  {
    name: "undirectedNeighbors",
    type: "undirected"
  }
];
function qt() {
  this.A = null, this.B = null;
}
qt.prototype.wrap = function(r) {
  this.A === null ? this.A = r : this.B === null && (this.B = r);
};
qt.prototype.has = function(r) {
  return this.A !== null && r in this.A || this.B !== null && r in this.B;
};
function ht(r, e, n, t, i) {
  for (const o in t) {
    const s = t[o], a = s.source, u = s.target, l = a === n ? u : a;
    if (e && e.has(l.key)) continue;
    const c = i(l.key, l.attributes);
    if (r && c) return l.key;
  }
}
function Rn(r, e, n, t, i) {
  if (e !== "mixed") {
    if (e === "undirected")
      return ht(
        r,
        null,
        t,
        t.undirected,
        i
      );
    if (typeof n == "string")
      return ht(
        r,
        null,
        t,
        t[n],
        i
      );
  }
  const o = new qt();
  let s;
  if (e !== "undirected") {
    if (n !== "out") {
      if (s = ht(
        r,
        null,
        t,
        t.in,
        i
      ), r && s) return s;
      o.wrap(t.in);
    }
    if (n !== "in") {
      if (s = ht(
        r,
        o,
        t,
        t.out,
        i
      ), r && s) return s;
      o.wrap(t.out);
    }
  }
  if (e !== "directed" && (s = ht(
    r,
    o,
    t,
    t.undirected,
    i
  ), r && s))
    return s;
}
function Ts(r, e, n) {
  if (r !== "mixed") {
    if (r === "undirected") return Object.keys(n.undirected);
    if (typeof e == "string") return Object.keys(n[e]);
  }
  const t = [];
  return Rn(!1, r, e, n, function(i) {
    t.push(i);
  }), t;
}
function ft(r, e, n) {
  const t = Object.keys(n), i = t.length;
  let o = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let s = null;
      do {
        if (o >= i)
          return r && r.wrap(n), { done: !0 };
        const a = n[t[o++]], u = a.source, l = a.target;
        if (s = u === e ? l : u, r && r.has(s.key)) {
          s = null;
          continue;
        }
      } while (s === null);
      return {
        done: !1,
        value: { neighbor: s.key, attributes: s.attributes }
      };
    }
  };
}
function xs(r, e, n) {
  if (r !== "mixed") {
    if (r === "undirected")
      return ft(null, n, n.undirected);
    if (typeof e == "string")
      return ft(null, n, n[e]);
  }
  let t = at();
  const i = new qt();
  return r !== "undirected" && (e !== "out" && (t = Ge(
    t,
    ft(i, n, n.in)
  )), e !== "in" && (t = Ge(
    t,
    ft(i, n, n.out)
  ))), r !== "directed" && (t = Ge(
    t,
    ft(i, n, n.undirected)
  )), t;
}
function As(r, e) {
  const { name: n, type: t, direction: i } = e;
  r.prototype[n] = function(o) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type)
      return [];
    o = "" + o;
    const s = this._nodes.get(o);
    if (typeof s > "u")
      throw new F(
        `Graph.${n}: could not find the "${o}" node in the graph.`
      );
    return Ts(
      t === "mixed" ? this.type : t,
      i,
      s
    );
  };
}
function Cs(r, e) {
  const { name: n, type: t, direction: i } = e, o = "forEach" + n[0].toUpperCase() + n.slice(1, -1);
  r.prototype[o] = function(l, c) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type) return;
    l = "" + l;
    const h = this._nodes.get(l);
    if (typeof h > "u")
      throw new F(
        `Graph.${o}: could not find the "${l}" node in the graph.`
      );
    Rn(
      !1,
      t === "mixed" ? this.type : t,
      i,
      h,
      c
    );
  };
  const s = "map" + n[0].toUpperCase() + n.slice(1);
  r.prototype[s] = function(l, c) {
    const h = [];
    return this[o](l, (g, p) => {
      h.push(c(g, p));
    }), h;
  };
  const a = "filter" + n[0].toUpperCase() + n.slice(1);
  r.prototype[a] = function(l, c) {
    const h = [];
    return this[o](l, (g, p) => {
      c(g, p) && h.push(g);
    }), h;
  };
  const u = "reduce" + n[0].toUpperCase() + n.slice(1);
  r.prototype[u] = function(l, c, h) {
    if (arguments.length < 3)
      throw new I(
        `Graph.${u}: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array.`
      );
    let g = h;
    return this[o](l, (p, S) => {
      g = c(g, p, S);
    }), g;
  };
}
function Ls(r, e) {
  const { name: n, type: t, direction: i } = e, o = n[0].toUpperCase() + n.slice(1, -1), s = "find" + o;
  r.prototype[s] = function(l, c) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type) return;
    l = "" + l;
    const h = this._nodes.get(l);
    if (typeof h > "u")
      throw new F(
        `Graph.${s}: could not find the "${l}" node in the graph.`
      );
    return Rn(
      !0,
      t === "mixed" ? this.type : t,
      i,
      h,
      c
    );
  };
  const a = "some" + o;
  r.prototype[a] = function(l, c) {
    return !!this[s](l, c);
  };
  const u = "every" + o;
  r.prototype[u] = function(l, c) {
    return !this[s](l, (g, p) => !c(g, p));
  };
}
function Ds(r, e) {
  const { name: n, type: t, direction: i } = e, o = n.slice(0, -1) + "Entries";
  r.prototype[o] = function(s) {
    if (t !== "mixed" && this.type !== "mixed" && t !== this.type)
      return at();
    s = "" + s;
    const a = this._nodes.get(s);
    if (typeof a > "u")
      throw new F(
        `Graph.${o}: could not find the "${s}" node in the graph.`
      );
    return xs(
      t === "mixed" ? this.type : t,
      i,
      a
    );
  };
}
function Gs(r) {
  Rs.forEach((e) => {
    As(r, e), Cs(r, e), Ls(r, e), Ds(r, e);
  });
}
function Ft(r, e, n, t, i) {
  const o = t._nodes.values(), s = t.type;
  let a, u, l, c, h, g;
  for (; a = o.next(), a.done !== !0; ) {
    let p = !1;
    if (u = a.value, s !== "undirected") {
      c = u.out;
      for (l in c) {
        h = c[l];
        do
          g = h.target, p = !0, i(
            u.key,
            g.key,
            u.attributes,
            g.attributes,
            h.key,
            h.attributes,
            h.undirected
          ), h = h.next;
        while (h);
      }
    }
    if (s !== "directed") {
      c = u.undirected;
      for (l in c)
        if (!(e && u.key > l)) {
          h = c[l];
          do
            g = h.target, g.key !== l && (g = h.source), p = !0, i(
              u.key,
              g.key,
              u.attributes,
              g.attributes,
              h.key,
              h.attributes,
              h.undirected
            ), h = h.next;
          while (h);
        }
    }
    n && !p && i(
      u.key,
      null,
      u.attributes,
      null,
      null,
      null,
      null
    );
  }
}
function Ns(r, e) {
  const n = { key: r };
  return Bi(e.attributes) || (n.attributes = ae({}, e.attributes)), n;
}
function Ps(r, e, n) {
  const t = {
    key: e,
    source: n.source.key,
    target: n.target.key
  };
  return Bi(n.attributes) || (t.attributes = ae({}, n.attributes)), r === "mixed" && n.undirected && (t.undirected = !0), t;
}
function $s(r) {
  if (!he(r))
    throw new I(
      'Graph.import: invalid serialized node. A serialized node should be a plain object with at least a "key" property.'
    );
  if (!("key" in r))
    throw new I(
      "Graph.import: serialized node is missing its key."
    );
  if ("attributes" in r && (!he(r.attributes) || r.attributes === null))
    throw new I(
      "Graph.import: invalid attributes. Attributes should be a plain object, null or omitted."
    );
}
function Fs(r) {
  if (!he(r))
    throw new I(
      'Graph.import: invalid serialized edge. A serialized edge should be a plain object with at least a "source" & "target" property.'
    );
  if (!("source" in r))
    throw new I(
      "Graph.import: serialized edge is missing its source."
    );
  if (!("target" in r))
    throw new I(
      "Graph.import: serialized edge is missing its target."
    );
  if ("attributes" in r && (!he(r.attributes) || r.attributes === null))
    throw new I(
      "Graph.import: invalid attributes. Attributes should be a plain object, null or omitted."
    );
  if ("undirected" in r && typeof r.undirected != "boolean")
    throw new I(
      "Graph.import: invalid undirectedness information. Undirected should be boolean or omitted."
    );
}
const Is = Oo(), zs = /* @__PURE__ */ new Set(["directed", "undirected", "mixed"]), zn = /* @__PURE__ */ new Set([
  "domain",
  "_events",
  "_eventsCount",
  "_maxListeners"
]), Os = [
  {
    name: (r) => `${r}Edge`,
    generateKey: !0
  },
  {
    name: (r) => `${r}DirectedEdge`,
    generateKey: !0,
    type: "directed"
  },
  {
    name: (r) => `${r}UndirectedEdge`,
    generateKey: !0,
    type: "undirected"
  },
  {
    name: (r) => `${r}EdgeWithKey`
  },
  {
    name: (r) => `${r}DirectedEdgeWithKey`,
    type: "directed"
  },
  {
    name: (r) => `${r}UndirectedEdgeWithKey`,
    type: "undirected"
  }
], Ms = {
  allowSelfLoops: !0,
  multi: !1,
  type: "mixed"
};
function Us(r, e, n) {
  if (n && !he(n))
    throw new I(
      `Graph.addNode: invalid attributes. Expecting an object but got "${n}"`
    );
  if (e = "" + e, n = n || {}, r._nodes.has(e))
    throw new H(
      `Graph.addNode: the "${e}" node already exist in the graph.`
    );
  const t = new r.NodeDataClass(e, n);
  return r._nodes.set(e, t), r.emit("nodeAdded", {
    key: e,
    attributes: n
  }), t;
}
function On(r, e, n) {
  const t = new r.NodeDataClass(e, n);
  return r._nodes.set(e, t), r.emit("nodeAdded", {
    key: e,
    attributes: n
  }), t;
}
function Yi(r, e, n, t, i, o, s, a) {
  if (!t && r.type === "undirected")
    throw new H(
      `Graph.${e}: you cannot add a directed edge to an undirected graph. Use the #.addEdge or #.addUndirectedEdge instead.`
    );
  if (t && r.type === "directed")
    throw new H(
      `Graph.${e}: you cannot add an undirected edge to a directed graph. Use the #.addEdge or #.addDirectedEdge instead.`
    );
  if (a && !he(a))
    throw new I(
      `Graph.${e}: invalid attributes. Expecting an object but got "${a}"`
    );
  if (o = "" + o, s = "" + s, a = a || {}, !r.allowSelfLoops && o === s)
    throw new H(
      `Graph.${e}: source & target are the same ("${o}"), thus creating a loop explicitly forbidden by this graph 'allowSelfLoops' option set to false.`
    );
  const u = r._nodes.get(o), l = r._nodes.get(s);
  if (!u)
    throw new F(
      `Graph.${e}: source node "${o}" not found.`
    );
  if (!l)
    throw new F(
      `Graph.${e}: target node "${s}" not found.`
    );
  const c = {
    key: null,
    undirected: t,
    source: o,
    target: s,
    attributes: a
  };
  if (n)
    i = r._edgeKeyGenerator();
  else if (i = "" + i, r._edges.has(i))
    throw new H(
      `Graph.${e}: the "${i}" edge already exists in the graph.`
    );
  if (!r.multi && (t ? typeof u.undirected[s] < "u" : typeof u.out[s] < "u"))
    throw new H(
      `Graph.${e}: an edge linking "${o}" to "${s}" already exists. If you really want to add multiple edges linking those nodes, you should create a multi graph by using the 'multi' option.`
    );
  const h = new ut(
    t,
    i,
    u,
    l,
    a
  );
  r._edges.set(i, h);
  const g = o === s;
  return t ? (u.undirectedDegree++, l.undirectedDegree++, g && (u.undirectedLoops++, r._undirectedSelfLoopCount++)) : (u.outDegree++, l.inDegree++, g && (u.directedLoops++, r._directedSelfLoopCount++)), r.multi ? h.attachMulti() : h.attach(), t ? r._undirectedSize++ : r._directedSize++, c.key = i, r.emit("edgeAdded", c), i;
}
function Bs(r, e, n, t, i, o, s, a, u) {
  if (!t && r.type === "undirected")
    throw new H(
      `Graph.${e}: you cannot merge/update a directed edge to an undirected graph. Use the #.mergeEdge/#.updateEdge or #.addUndirectedEdge instead.`
    );
  if (t && r.type === "directed")
    throw new H(
      `Graph.${e}: you cannot merge/update an undirected edge to a directed graph. Use the #.mergeEdge/#.updateEdge or #.addDirectedEdge instead.`
    );
  if (a) {
    if (u) {
      if (typeof a != "function")
        throw new I(
          `Graph.${e}: invalid updater function. Expecting a function but got "${a}"`
        );
    } else if (!he(a))
      throw new I(
        `Graph.${e}: invalid attributes. Expecting an object but got "${a}"`
      );
  }
  o = "" + o, s = "" + s;
  let l;
  if (u && (l = a, a = void 0), !r.allowSelfLoops && o === s)
    throw new H(
      `Graph.${e}: source & target are the same ("${o}"), thus creating a loop explicitly forbidden by this graph 'allowSelfLoops' option set to false.`
    );
  let c = r._nodes.get(o), h = r._nodes.get(s), g, p;
  if (!n && (g = r._edges.get(i), g)) {
    if ((g.source.key !== o || g.target.key !== s) && (!t || g.source.key !== s || g.target.key !== o))
      throw new H(
        `Graph.${e}: inconsistency detected when attempting to merge the "${i}" edge with "${o}" source & "${s}" target vs. ("${g.source.key}", "${g.target.key}").`
      );
    p = g;
  }
  if (!p && !r.multi && c && (p = t ? c.undirected[s] : c.out[s]), p) {
    const R = [p.key, !1, !1, !1];
    if (u ? !l : !a) return R;
    if (u) {
      const T = p.attributes;
      p.attributes = l(T), r.emit("edgeAttributesUpdated", {
        type: "replace",
        key: p.key,
        attributes: p.attributes
      });
    } else
      ae(p.attributes, a), r.emit("edgeAttributesUpdated", {
        type: "merge",
        key: p.key,
        attributes: p.attributes,
        data: a
      });
    return R;
  }
  a = a || {}, u && l && (a = l(a));
  const S = {
    key: null,
    undirected: t,
    source: o,
    target: s,
    attributes: a
  };
  if (n)
    i = r._edgeKeyGenerator();
  else if (i = "" + i, r._edges.has(i))
    throw new H(
      `Graph.${e}: the "${i}" edge already exists in the graph.`
    );
  let E = !1, A = !1;
  c || (c = On(r, o, {}), E = !0, o === s && (h = c, A = !0)), h || (h = On(r, s, {}), A = !0), g = new ut(t, i, c, h, a), r._edges.set(i, g);
  const P = o === s;
  return t ? (c.undirectedDegree++, h.undirectedDegree++, P && (c.undirectedLoops++, r._undirectedSelfLoopCount++)) : (c.outDegree++, h.inDegree++, P && (c.directedLoops++, r._directedSelfLoopCount++)), r.multi ? g.attachMulti() : g.attach(), t ? r._undirectedSize++ : r._directedSize++, S.key = i, r.emit("edgeAdded", S), [i, !0, E, A];
}
function Qe(r, e) {
  r._edges.delete(e.key);
  const { source: n, target: t, attributes: i } = e, o = e.undirected, s = n === t;
  o ? (n.undirectedDegree--, t.undirectedDegree--, s && (n.undirectedLoops--, r._undirectedSelfLoopCount--)) : (n.outDegree--, t.inDegree--, s && (n.directedLoops--, r._directedSelfLoopCount--)), r.multi ? e.detachMulti() : e.detach(), o ? r._undirectedSize-- : r._directedSize--, r.emit("edgeDropped", {
    key: e.key,
    attributes: i,
    source: n.key,
    target: t.key,
    undirected: o
  });
}
class ee extends Ui.EventEmitter {
  constructor(e) {
    if (super(), e = ae({}, Ms, e), typeof e.multi != "boolean")
      throw new I(
        `Graph.constructor: invalid 'multi' option. Expecting a boolean but got "${e.multi}".`
      );
    if (!zs.has(e.type))
      throw new I(
        `Graph.constructor: invalid 'type' option. Should be one of "mixed", "directed" or "undirected" but got "${e.type}".`
      );
    if (typeof e.allowSelfLoops != "boolean")
      throw new I(
        `Graph.constructor: invalid 'allowSelfLoops' option. Expecting a boolean but got "${e.allowSelfLoops}".`
      );
    const n = e.type === "mixed" ? Wi : e.type === "directed" ? Hi : ji;
    ve(this, "NodeDataClass", n);
    const t = "geid_" + Is() + "_";
    let i = 0;
    const o = () => {
      let s;
      do
        s = t + i++;
      while (this._edges.has(s));
      return s;
    };
    ve(this, "_attributes", {}), ve(this, "_nodes", /* @__PURE__ */ new Map()), ve(this, "_edges", /* @__PURE__ */ new Map()), ve(this, "_directedSize", 0), ve(this, "_undirectedSize", 0), ve(this, "_directedSelfLoopCount", 0), ve(this, "_undirectedSelfLoopCount", 0), ve(this, "_edgeKeyGenerator", o), ve(this, "_options", e), zn.forEach((s) => ve(this, s, this[s])), _e(this, "order", () => this._nodes.size), _e(this, "size", () => this._edges.size), _e(this, "directedSize", () => this._directedSize), _e(this, "undirectedSize", () => this._undirectedSize), _e(
      this,
      "selfLoopCount",
      () => this._directedSelfLoopCount + this._undirectedSelfLoopCount
    ), _e(
      this,
      "directedSelfLoopCount",
      () => this._directedSelfLoopCount
    ), _e(
      this,
      "undirectedSelfLoopCount",
      () => this._undirectedSelfLoopCount
    ), _e(this, "multi", this._options.multi), _e(this, "type", this._options.type), _e(this, "allowSelfLoops", this._options.allowSelfLoops), _e(this, "implementation", () => "graphology");
  }
  _resetInstanceCounters() {
    this._directedSize = 0, this._undirectedSize = 0, this._directedSelfLoopCount = 0, this._undirectedSelfLoopCount = 0;
  }
  /**---------------------------------------------------------------------------
   * Read
   **---------------------------------------------------------------------------
   */
  /**
   * Method returning whether the given node is found in the graph.
   *
   * @param  {any}     node - The node.
   * @return {boolean}
   */
  hasNode(e) {
    return this._nodes.has("" + e);
  }
  /**
   * Method returning whether the given directed edge is found in the graph.
   *
   * Arity 1:
   * @param  {any}     edge - The edge's key.
   *
   * Arity 2:
   * @param  {any}     source - The edge's source.
   * @param  {any}     target - The edge's target.
   *
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the arguments are invalid.
   */
  hasDirectedEdge(e, n) {
    if (this.type === "undirected") return !1;
    if (arguments.length === 1) {
      const t = "" + e, i = this._edges.get(t);
      return !!i && !i.undirected;
    } else if (arguments.length === 2) {
      e = "" + e, n = "" + n;
      const t = this._nodes.get(e);
      return t ? t.out.hasOwnProperty(n) : !1;
    }
    throw new I(
      `Graph.hasDirectedEdge: invalid arity (${arguments.length}, instead of 1 or 2). You can either ask for an edge id or for the existence of an edge between a source & a target.`
    );
  }
  /**
   * Method returning whether the given undirected edge is found in the graph.
   *
   * Arity 1:
   * @param  {any}     edge - The edge's key.
   *
   * Arity 2:
   * @param  {any}     source - The edge's source.
   * @param  {any}     target - The edge's target.
   *
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the arguments are invalid.
   */
  hasUndirectedEdge(e, n) {
    if (this.type === "directed") return !1;
    if (arguments.length === 1) {
      const t = "" + e, i = this._edges.get(t);
      return !!i && i.undirected;
    } else if (arguments.length === 2) {
      e = "" + e, n = "" + n;
      const t = this._nodes.get(e);
      return t ? t.undirected.hasOwnProperty(n) : !1;
    }
    throw new I(
      `Graph.hasDirectedEdge: invalid arity (${arguments.length}, instead of 1 or 2). You can either ask for an edge id or for the existence of an edge between a source & a target.`
    );
  }
  /**
   * Method returning whether the given edge is found in the graph.
   *
   * Arity 1:
   * @param  {any}     edge - The edge's key.
   *
   * Arity 2:
   * @param  {any}     source - The edge's source.
   * @param  {any}     target - The edge's target.
   *
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the arguments are invalid.
   */
  hasEdge(e, n) {
    if (arguments.length === 1) {
      const t = "" + e;
      return this._edges.has(t);
    } else if (arguments.length === 2) {
      e = "" + e, n = "" + n;
      const t = this._nodes.get(e);
      return t ? typeof t.out < "u" && t.out.hasOwnProperty(n) || typeof t.undirected < "u" && t.undirected.hasOwnProperty(n) : !1;
    }
    throw new I(
      `Graph.hasEdge: invalid arity (${arguments.length}, instead of 1 or 2). You can either ask for an edge id or for the existence of an edge between a source & a target.`
    );
  }
  /**
   * Method returning the edge matching source & target in a directed fashion.
   *
   * @param  {any} source - The edge's source.
   * @param  {any} target - The edge's target.
   *
   * @return {any|undefined}
   *
   * @throws {Error} - Will throw if the graph is multi.
   * @throws {Error} - Will throw if source or target doesn't exist.
   */
  directedEdge(e, n) {
    if (this.type === "undirected") return;
    if (e = "" + e, n = "" + n, this.multi)
      throw new H(
        "Graph.directedEdge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.directedEdges instead."
      );
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.directedEdge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(n))
      throw new F(
        `Graph.directedEdge: could not find the "${n}" target node in the graph.`
      );
    const i = t.out && t.out[n] || void 0;
    if (i) return i.key;
  }
  /**
   * Method returning the edge matching source & target in a undirected fashion.
   *
   * @param  {any} source - The edge's source.
   * @param  {any} target - The edge's target.
   *
   * @return {any|undefined}
   *
   * @throws {Error} - Will throw if the graph is multi.
   * @throws {Error} - Will throw if source or target doesn't exist.
   */
  undirectedEdge(e, n) {
    if (this.type === "directed") return;
    if (e = "" + e, n = "" + n, this.multi)
      throw new H(
        "Graph.undirectedEdge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.undirectedEdges instead."
      );
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.undirectedEdge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(n))
      throw new F(
        `Graph.undirectedEdge: could not find the "${n}" target node in the graph.`
      );
    const i = t.undirected && t.undirected[n] || void 0;
    if (i) return i.key;
  }
  /**
   * Method returning the edge matching source & target in a mixed fashion.
   *
   * @param  {any} source - The edge's source.
   * @param  {any} target - The edge's target.
   *
   * @return {any|undefined}
   *
   * @throws {Error} - Will throw if the graph is multi.
   * @throws {Error} - Will throw if source or target doesn't exist.
   */
  edge(e, n) {
    if (this.multi)
      throw new H(
        "Graph.edge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.edges instead."
      );
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.edge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(n))
      throw new F(
        `Graph.edge: could not find the "${n}" target node in the graph.`
      );
    const i = t.out && t.out[n] || t.undirected && t.undirected[n] || void 0;
    if (i) return i.key;
  }
  /**
   * Method returning whether two nodes are directed neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areDirectedNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areDirectedNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : n in t.in || n in t.out;
  }
  /**
   * Method returning whether two nodes are out neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areOutNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areOutNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : n in t.out;
  }
  /**
   * Method returning whether two nodes are in neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areInNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areInNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : n in t.in;
  }
  /**
   * Method returning whether two nodes are undirected neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areUndirectedNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areUndirectedNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? !1 : n in t.undirected;
  }
  /**
   * Method returning whether two nodes are neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && (n in t.in || n in t.out) || this.type !== "directed" && n in t.undirected;
  }
  /**
   * Method returning whether two nodes are inbound neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areInboundNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areInboundNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && n in t.in || this.type !== "directed" && n in t.undirected;
  }
  /**
   * Method returning whether two nodes are outbound neighbors.
   *
   * @param  {any}     node     - The node's key.
   * @param  {any}     neighbor - The neighbor's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  areOutboundNeighbors(e, n) {
    e = "" + e, n = "" + n;
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.areOutboundNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && n in t.out || this.type !== "directed" && n in t.undirected;
  }
  /**
   * Method returning the given node's in degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  inDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.inDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.inDegree;
  }
  /**
   * Method returning the given node's out degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  outDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.outDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.outDegree;
  }
  /**
   * Method returning the given node's directed degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  directedDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.directedDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.inDegree + n.outDegree;
  }
  /**
   * Method returning the given node's undirected degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  undirectedDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.undirectedDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? 0 : n.undirectedDegree;
  }
  /**
   * Method returning the given node's inbound degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's inbound degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  inboundDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.inboundDegree: could not find the "${e}" node in the graph.`
      );
    let t = 0;
    return this.type !== "directed" && (t += n.undirectedDegree), this.type !== "undirected" && (t += n.inDegree), t;
  }
  /**
   * Method returning the given node's outbound degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's outbound degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  outboundDegree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.outboundDegree: could not find the "${e}" node in the graph.`
      );
    let t = 0;
    return this.type !== "directed" && (t += n.undirectedDegree), this.type !== "undirected" && (t += n.outDegree), t;
  }
  /**
   * Method returning the given node's directed degree.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  degree(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.degree: could not find the "${e}" node in the graph.`
      );
    let t = 0;
    return this.type !== "directed" && (t += n.undirectedDegree), this.type !== "undirected" && (t += n.inDegree + n.outDegree), t;
  }
  /**
   * Method returning the given node's in degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  inDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.inDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.inDegree - n.directedLoops;
  }
  /**
   * Method returning the given node's out degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  outDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.outDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.outDegree - n.directedLoops;
  }
  /**
   * Method returning the given node's directed degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  directedDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.directedDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : n.inDegree + n.outDegree - n.directedLoops * 2;
  }
  /**
   * Method returning the given node's undirected degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's in degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  undirectedDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.undirectedDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? 0 : n.undirectedDegree - n.undirectedLoops * 2;
  }
  /**
   * Method returning the given node's inbound degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's inbound degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  inboundDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.inboundDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let t = 0, i = 0;
    return this.type !== "directed" && (t += n.undirectedDegree, i += n.undirectedLoops * 2), this.type !== "undirected" && (t += n.inDegree, i += n.directedLoops), t - i;
  }
  /**
   * Method returning the given node's outbound degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's outbound degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  outboundDegreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.outboundDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let t = 0, i = 0;
    return this.type !== "directed" && (t += n.undirectedDegree, i += n.undirectedLoops * 2), this.type !== "undirected" && (t += n.outDegree, i += n.directedLoops), t - i;
  }
  /**
   * Method returning the given node's directed degree without considering self loops.
   *
   * @param  {any}     node - The node's key.
   * @return {number}       - The node's degree.
   *
   * @throws {Error} - Will throw if the node isn't in the graph.
   */
  degreeWithoutSelfLoops(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.degreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let t = 0, i = 0;
    return this.type !== "directed" && (t += n.undirectedDegree, i += n.undirectedLoops * 2), this.type !== "undirected" && (t += n.inDegree + n.outDegree, i += n.directedLoops * 2), t - i;
  }
  /**
   * Method returning the given edge's source.
   *
   * @param  {any} edge - The edge's key.
   * @return {any}      - The edge's source.
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  source(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.source: could not find the "${e}" edge in the graph.`
      );
    return n.source.key;
  }
  /**
   * Method returning the given edge's target.
   *
   * @param  {any} edge - The edge's key.
   * @return {any}      - The edge's target.
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  target(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.target: could not find the "${e}" edge in the graph.`
      );
    return n.target.key;
  }
  /**
   * Method returning the given edge's extremities.
   *
   * @param  {any}   edge - The edge's key.
   * @return {array}      - The edge's extremities.
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  extremities(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.extremities: could not find the "${e}" edge in the graph.`
      );
    return [n.source.key, n.target.key];
  }
  /**
   * Given a node & an edge, returns the other extremity of the edge.
   *
   * @param  {any}   node - The node's key.
   * @param  {any}   edge - The edge's key.
   * @return {any}        - The related node.
   *
   * @throws {Error} - Will throw if the edge isn't in the graph or if the
   *                   edge & node are not related.
   */
  opposite(e, n) {
    e = "" + e, n = "" + n;
    const t = this._edges.get(n);
    if (!t)
      throw new F(
        `Graph.opposite: could not find the "${n}" edge in the graph.`
      );
    const i = t.source.key, o = t.target.key;
    if (e === i) return o;
    if (e === o) return i;
    throw new F(
      `Graph.opposite: the "${e}" node is not attached to the "${n}" edge (${i}, ${o}).`
    );
  }
  /**
   * Returns whether the given edge has the given node as extremity.
   *
   * @param  {any}     edge - The edge's key.
   * @param  {any}     node - The node's key.
   * @return {boolean}      - The related node.
   *
   * @throws {Error} - Will throw if either the node or the edge isn't in the graph.
   */
  hasExtremity(e, n) {
    e = "" + e, n = "" + n;
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.hasExtremity: could not find the "${e}" edge in the graph.`
      );
    return t.source.key === n || t.target.key === n;
  }
  /**
   * Method returning whether the given edge is undirected.
   *
   * @param  {any}     edge - The edge's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  isUndirected(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.isUndirected: could not find the "${e}" edge in the graph.`
      );
    return n.undirected;
  }
  /**
   * Method returning whether the given edge is directed.
   *
   * @param  {any}     edge - The edge's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  isDirected(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.isDirected: could not find the "${e}" edge in the graph.`
      );
    return !n.undirected;
  }
  /**
   * Method returning whether the given edge is a self loop.
   *
   * @param  {any}     edge - The edge's key.
   * @return {boolean}
   *
   * @throws {Error} - Will throw if the edge isn't in the graph.
   */
  isSelfLoop(e) {
    e = "" + e;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.isSelfLoop: could not find the "${e}" edge in the graph.`
      );
    return n.source === n.target;
  }
  /**---------------------------------------------------------------------------
   * Mutation
   **---------------------------------------------------------------------------
   */
  /**
   * Method used to add a node to the graph.
   *
   * @param  {any}    node         - The node.
   * @param  {object} [attributes] - Optional attributes.
   * @return {any}                 - The node.
   *
   * @throws {Error} - Will throw if the given node already exist.
   * @throws {Error} - Will throw if the given attributes are not an object.
   */
  addNode(e, n) {
    return Us(this, e, n).key;
  }
  /**
   * Method used to merge a node into the graph.
   *
   * @param  {any}    node         - The node.
   * @param  {object} [attributes] - Optional attributes.
   * @return {any}                 - The node.
   */
  mergeNode(e, n) {
    if (n && !he(n))
      throw new I(
        `Graph.mergeNode: invalid attributes. Expecting an object but got "${n}"`
      );
    e = "" + e, n = n || {};
    let t = this._nodes.get(e);
    return t ? (n && (ae(t.attributes, n), this.emit("nodeAttributesUpdated", {
      type: "merge",
      key: e,
      attributes: t.attributes,
      data: n
    })), [e, !1]) : (t = new this.NodeDataClass(e, n), this._nodes.set(e, t), this.emit("nodeAdded", {
      key: e,
      attributes: n
    }), [e, !0]);
  }
  /**
   * Method used to add a node if it does not exist in the graph or else to
   * update its attributes using a function.
   *
   * @param  {any}      node      - The node.
   * @param  {function} [updater] - Optional updater function.
   * @return {any}                - The node.
   */
  updateNode(e, n) {
    if (n && typeof n != "function")
      throw new I(
        `Graph.updateNode: invalid updater function. Expecting a function but got "${n}"`
      );
    e = "" + e;
    let t = this._nodes.get(e);
    if (t) {
      if (n) {
        const o = t.attributes;
        t.attributes = n(o), this.emit("nodeAttributesUpdated", {
          type: "replace",
          key: e,
          attributes: t.attributes
        });
      }
      return [e, !1];
    }
    const i = n ? n({}) : {};
    return t = new this.NodeDataClass(e, i), this._nodes.set(e, t), this.emit("nodeAdded", {
      key: e,
      attributes: i
    }), [e, !0];
  }
  /**
   * Method used to drop a single node & all its attached edges from the graph.
   *
   * @param  {any}    node - The node.
   * @return {Graph}
   *
   * @throws {Error} - Will throw if the node doesn't exist.
   */
  dropNode(e) {
    e = "" + e;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.dropNode: could not find the "${e}" node in the graph.`
      );
    let t;
    if (this.type !== "undirected") {
      for (const i in n.out) {
        t = n.out[i];
        do
          Qe(this, t), t = t.next;
        while (t);
      }
      for (const i in n.in) {
        t = n.in[i];
        do
          Qe(this, t), t = t.next;
        while (t);
      }
    }
    if (this.type !== "directed")
      for (const i in n.undirected) {
        t = n.undirected[i];
        do
          Qe(this, t), t = t.next;
        while (t);
      }
    this._nodes.delete(e), this.emit("nodeDropped", {
      key: e,
      attributes: n.attributes
    });
  }
  /**
   * Method used to drop a single edge from the graph.
   *
   * Arity 1:
   * @param  {any}    edge - The edge.
   *
   * Arity 2:
   * @param  {any}    source - Source node.
   * @param  {any}    target - Target node.
   *
   * @return {Graph}
   *
   * @throws {Error} - Will throw if the edge doesn't exist.
   */
  dropEdge(e) {
    let n;
    if (arguments.length > 1) {
      const t = "" + arguments[0], i = "" + arguments[1];
      if (n = ye(this, t, i, this.type), !n)
        throw new F(
          `Graph.dropEdge: could not find the "${t}" -> "${i}" edge in the graph.`
        );
    } else if (e = "" + e, n = this._edges.get(e), !n)
      throw new F(
        `Graph.dropEdge: could not find the "${e}" edge in the graph.`
      );
    return Qe(this, n), this;
  }
  /**
   * Method used to drop a single directed edge from the graph.
   *
   * @param  {any}    source - Source node.
   * @param  {any}    target - Target node.
   *
   * @return {Graph}
   *
   * @throws {Error} - Will throw if the edge doesn't exist.
   */
  dropDirectedEdge(e, n) {
    if (arguments.length < 2)
      throw new H(
        "Graph.dropDirectedEdge: it does not make sense to try and drop a directed edge by key. What if the edge with this key is undirected? Use #.dropEdge for this purpose instead."
      );
    if (this.multi)
      throw new H(
        "Graph.dropDirectedEdge: cannot use a {source,target} combo when dropping an edge in a MultiGraph since we cannot infer the one you want to delete as there could be multiple ones."
      );
    e = "" + e, n = "" + n;
    const t = ye(this, e, n, "directed");
    if (!t)
      throw new F(
        `Graph.dropDirectedEdge: could not find a "${e}" -> "${n}" edge in the graph.`
      );
    return Qe(this, t), this;
  }
  /**
   * Method used to drop a single undirected edge from the graph.
   *
   * @param  {any}    source - Source node.
   * @param  {any}    target - Target node.
   *
   * @return {Graph}
   *
   * @throws {Error} - Will throw if the edge doesn't exist.
   */
  dropUndirectedEdge(e, n) {
    if (arguments.length < 2)
      throw new H(
        "Graph.dropUndirectedEdge: it does not make sense to drop a directed edge by key. What if the edge with this key is undirected? Use #.dropEdge for this purpose instead."
      );
    if (this.multi)
      throw new H(
        "Graph.dropUndirectedEdge: cannot use a {source,target} combo when dropping an edge in a MultiGraph since we cannot infer the one you want to delete as there could be multiple ones."
      );
    const t = ye(this, e, n, "undirected");
    if (!t)
      throw new F(
        `Graph.dropUndirectedEdge: could not find a "${e}" -> "${n}" edge in the graph.`
      );
    return Qe(this, t), this;
  }
  /**
   * Method used to remove every edge & every node from the graph.
   *
   * @return {Graph}
   */
  clear() {
    this._edges.clear(), this._nodes.clear(), this._resetInstanceCounters(), this.emit("cleared");
  }
  /**
   * Method used to remove every edge from the graph.
   *
   * @return {Graph}
   */
  clearEdges() {
    const e = this._nodes.values();
    let n;
    for (; n = e.next(), n.done !== !0; )
      n.value.clear();
    this._edges.clear(), this._resetInstanceCounters(), this.emit("edgesCleared");
  }
  /**---------------------------------------------------------------------------
   * Attributes-related methods
   **---------------------------------------------------------------------------
   */
  /**
   * Method returning the desired graph's attribute.
   *
   * @param  {string} name - Name of the attribute.
   * @return {any}
   */
  getAttribute(e) {
    return this._attributes[e];
  }
  /**
   * Method returning the graph's attributes.
   *
   * @return {object}
   */
  getAttributes() {
    return this._attributes;
  }
  /**
   * Method returning whether the graph has the desired attribute.
   *
   * @param  {string}  name - Name of the attribute.
   * @return {boolean}
   */
  hasAttribute(e) {
    return this._attributes.hasOwnProperty(e);
  }
  /**
   * Method setting a value for the desired graph's attribute.
   *
   * @param  {string}  name  - Name of the attribute.
   * @param  {any}     value - Value for the attribute.
   * @return {Graph}
   */
  setAttribute(e, n) {
    return this._attributes[e] = n, this.emit("attributesUpdated", {
      type: "set",
      attributes: this._attributes,
      name: e
    }), this;
  }
  /**
   * Method using a function to update the desired graph's attribute's value.
   *
   * @param  {string}   name    - Name of the attribute.
   * @param  {function} updater - Function use to update the attribute's value.
   * @return {Graph}
   */
  updateAttribute(e, n) {
    if (typeof n != "function")
      throw new I(
        "Graph.updateAttribute: updater should be a function."
      );
    const t = this._attributes[e];
    return this._attributes[e] = n(t), this.emit("attributesUpdated", {
      type: "set",
      attributes: this._attributes,
      name: e
    }), this;
  }
  /**
   * Method removing the desired graph's attribute.
   *
   * @param  {string} name  - Name of the attribute.
   * @return {Graph}
   */
  removeAttribute(e) {
    return delete this._attributes[e], this.emit("attributesUpdated", {
      type: "remove",
      attributes: this._attributes,
      name: e
    }), this;
  }
  /**
   * Method replacing the graph's attributes.
   *
   * @param  {object} attributes - New attributes.
   * @return {Graph}
   *
   * @throws {Error} - Will throw if given attributes are not a plain object.
   */
  replaceAttributes(e) {
    if (!he(e))
      throw new I(
        "Graph.replaceAttributes: provided attributes are not a plain object."
      );
    return this._attributes = e, this.emit("attributesUpdated", {
      type: "replace",
      attributes: this._attributes
    }), this;
  }
  /**
   * Method merging the graph's attributes.
   *
   * @param  {object} attributes - Attributes to merge.
   * @return {Graph}
   *
   * @throws {Error} - Will throw if given attributes are not a plain object.
   */
  mergeAttributes(e) {
    if (!he(e))
      throw new I(
        "Graph.mergeAttributes: provided attributes are not a plain object."
      );
    return ae(this._attributes, e), this.emit("attributesUpdated", {
      type: "merge",
      attributes: this._attributes,
      data: e
    }), this;
  }
  /**
   * Method updating the graph's attributes.
   *
   * @param  {function} updater - Function used to update the attributes.
   * @return {Graph}
   *
   * @throws {Error} - Will throw if given updater is not a function.
   */
  updateAttributes(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.updateAttributes: provided updater is not a function."
      );
    return this._attributes = e(this._attributes), this.emit("attributesUpdated", {
      type: "update",
      attributes: this._attributes
    }), this;
  }
  /**
   * Method used to update each node's attributes using the given function.
   *
   * @param {function}  updater - Updater function to use.
   * @param {object}    [hints] - Optional hints.
   */
  updateEachNodeAttributes(e, n) {
    if (typeof e != "function")
      throw new I(
        "Graph.updateEachNodeAttributes: expecting an updater function."
      );
    if (n && !In(n))
      throw new I(
        "Graph.updateEachNodeAttributes: invalid hints. Expecting an object having the following shape: {attributes?: [string]}"
      );
    const t = this._nodes.values();
    let i, o;
    for (; i = t.next(), i.done !== !0; )
      o = i.value, o.attributes = e(o.key, o.attributes);
    this.emit("eachNodeAttributesUpdated", {
      hints: n || null
    });
  }
  /**
   * Method used to update each edge's attributes using the given function.
   *
   * @param {function}  updater - Updater function to use.
   * @param {object}    [hints] - Optional hints.
   */
  updateEachEdgeAttributes(e, n) {
    if (typeof e != "function")
      throw new I(
        "Graph.updateEachEdgeAttributes: expecting an updater function."
      );
    if (n && !In(n))
      throw new I(
        "Graph.updateEachEdgeAttributes: invalid hints. Expecting an object having the following shape: {attributes?: [string]}"
      );
    const t = this._edges.values();
    let i, o, s, a;
    for (; i = t.next(), i.done !== !0; )
      o = i.value, s = o.source, a = o.target, o.attributes = e(
        o.key,
        o.attributes,
        s.key,
        a.key,
        s.attributes,
        a.attributes,
        o.undirected
      );
    this.emit("eachEdgeAttributesUpdated", {
      hints: n || null
    });
  }
  /**---------------------------------------------------------------------------
   * Iteration-related methods
   **---------------------------------------------------------------------------
   */
  /**
   * Method iterating over the graph's adjacency using the given callback.
   *
   * @param  {function}  callback - Callback to use.
   */
  forEachAdjacencyEntry(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.forEachAdjacencyEntry: expecting a callback."
      );
    Ft(!1, !1, !1, this, e);
  }
  forEachAdjacencyEntryWithOrphans(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.forEachAdjacencyEntryWithOrphans: expecting a callback."
      );
    Ft(!1, !1, !0, this, e);
  }
  /**
   * Method iterating over the graph's assymetric adjacency using the given callback.
   *
   * @param  {function}  callback - Callback to use.
   */
  forEachAssymetricAdjacencyEntry(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.forEachAssymetricAdjacencyEntry: expecting a callback."
      );
    Ft(!1, !0, !1, this, e);
  }
  forEachAssymetricAdjacencyEntryWithOrphans(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.forEachAssymetricAdjacencyEntryWithOrphans: expecting a callback."
      );
    Ft(!1, !0, !0, this, e);
  }
  /**
   * Method returning the list of the graph's nodes.
   *
   * @return {array} - The nodes.
   */
  nodes() {
    return Array.from(this._nodes.keys());
  }
  /**
   * Method iterating over the graph's nodes using the given callback.
   *
   * @param  {function}  callback - Callback (key, attributes, index).
   */
  forEachNode(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.forEachNode: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    for (; t = n.next(), t.done !== !0; )
      i = t.value, e(i.key, i.attributes);
  }
  /**
   * Method iterating attempting to find a node matching the given predicate
   * function.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  findNode(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.findNode: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    for (; t = n.next(), t.done !== !0; )
      if (i = t.value, e(i.key, i.attributes)) return i.key;
  }
  /**
   * Method mapping nodes.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  mapNodes(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.mapNode: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    const o = new Array(this.order);
    let s = 0;
    for (; t = n.next(), t.done !== !0; )
      i = t.value, o[s++] = e(i.key, i.attributes);
    return o;
  }
  /**
   * Method returning whether some node verify the given predicate.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  someNode(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.someNode: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    for (; t = n.next(), t.done !== !0; )
      if (i = t.value, e(i.key, i.attributes)) return !0;
    return !1;
  }
  /**
   * Method returning whether all node verify the given predicate.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  everyNode(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.everyNode: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    for (; t = n.next(), t.done !== !0; )
      if (i = t.value, !e(i.key, i.attributes)) return !1;
    return !0;
  }
  /**
   * Method filtering nodes.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  filterNodes(e) {
    if (typeof e != "function")
      throw new I(
        "Graph.filterNodes: expecting a callback."
      );
    const n = this._nodes.values();
    let t, i;
    const o = [];
    for (; t = n.next(), t.done !== !0; )
      i = t.value, e(i.key, i.attributes) && o.push(i.key);
    return o;
  }
  /**
   * Method reducing nodes.
   *
   * @param  {function}  callback - Callback (accumulator, key, attributes).
   */
  reduceNodes(e, n) {
    if (typeof e != "function")
      throw new I(
        "Graph.reduceNodes: expecting a callback."
      );
    if (arguments.length < 2)
      throw new I(
        "Graph.reduceNodes: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array."
      );
    let t = n;
    const i = this._nodes.values();
    let o, s;
    for (; o = i.next(), o.done !== !0; )
      s = o.value, t = e(t, s.key, s.attributes);
    return t;
  }
  /**
   * Method returning an iterator over the graph's node entries.
   *
   * @return {Iterator}
   */
  nodeEntries() {
    const e = this._nodes.values();
    return {
      [Symbol.iterator]() {
        return this;
      },
      next() {
        const n = e.next();
        if (n.done) return n;
        const t = n.value;
        return {
          value: { node: t.key, attributes: t.attributes },
          done: !1
        };
      }
    };
  }
  /**---------------------------------------------------------------------------
   * Serialization
   **---------------------------------------------------------------------------
   */
  /**
   * Method used to export the whole graph.
   *
   * @return {object} - The serialized graph.
   */
  export() {
    const e = new Array(this._nodes.size);
    let n = 0;
    this._nodes.forEach((i, o) => {
      e[n++] = Ns(o, i);
    });
    const t = new Array(this._edges.size);
    return n = 0, this._edges.forEach((i, o) => {
      t[n++] = Ps(this.type, o, i);
    }), {
      options: {
        type: this.type,
        multi: this.multi,
        allowSelfLoops: this.allowSelfLoops
      },
      attributes: this.getAttributes(),
      nodes: e,
      edges: t
    };
  }
  /**
   * Method used to import a serialized graph.
   *
   * @param  {object|Graph} data  - The serialized graph.
   * @param  {boolean}      merge - Whether to merge data.
   * @return {Graph}              - Returns itself for chaining.
   */
  import(e, n = !1) {
    if (e instanceof ee)
      return e.forEachNode((u, l) => {
        n ? this.mergeNode(u, l) : this.addNode(u, l);
      }), e.forEachEdge((u, l, c, h, g, p, S) => {
        n ? S ? this.mergeUndirectedEdgeWithKey(u, c, h, l) : this.mergeDirectedEdgeWithKey(u, c, h, l) : S ? this.addUndirectedEdgeWithKey(u, c, h, l) : this.addDirectedEdgeWithKey(u, c, h, l);
      }), this;
    if (!he(e))
      throw new I(
        "Graph.import: invalid argument. Expecting a serialized graph or, alternatively, a Graph instance."
      );
    if (e.attributes) {
      if (!he(e.attributes))
        throw new I(
          "Graph.import: invalid attributes. Expecting a plain object."
        );
      n ? this.mergeAttributes(e.attributes) : this.replaceAttributes(e.attributes);
    }
    let t, i, o, s, a;
    if (e.nodes) {
      if (o = e.nodes, !Array.isArray(o))
        throw new I(
          "Graph.import: invalid nodes. Expecting an array."
        );
      for (t = 0, i = o.length; t < i; t++) {
        s = o[t], $s(s);
        const { key: u, attributes: l } = s;
        n ? this.mergeNode(u, l) : this.addNode(u, l);
      }
    }
    if (e.edges) {
      let u = !1;
      if (this.type === "undirected" && (u = !0), o = e.edges, !Array.isArray(o))
        throw new I(
          "Graph.import: invalid edges. Expecting an array."
        );
      for (t = 0, i = o.length; t < i; t++) {
        a = o[t], Fs(a);
        const {
          source: l,
          target: c,
          attributes: h,
          undirected: g = u
        } = a;
        let p;
        "key" in a ? (p = n ? g ? this.mergeUndirectedEdgeWithKey : this.mergeDirectedEdgeWithKey : g ? this.addUndirectedEdgeWithKey : this.addDirectedEdgeWithKey, p.call(this, a.key, l, c, h)) : (p = n ? g ? this.mergeUndirectedEdge : this.mergeDirectedEdge : g ? this.addUndirectedEdge : this.addDirectedEdge, p.call(this, l, c, h));
      }
    }
    return this;
  }
  /**---------------------------------------------------------------------------
   * Utils
   **---------------------------------------------------------------------------
   */
  /**
   * Method returning a null copy of the graph, i.e. a graph without nodes
   * & edges but with the exact same options.
   *
   * @param  {object} options - Options to merge with the current ones.
   * @return {Graph}          - The null copy.
   */
  nullCopy(e) {
    const n = new ee(ae({}, this._options, e));
    return n.replaceAttributes(ae({}, this.getAttributes())), n;
  }
  /**
   * Method returning an empty copy of the graph, i.e. a graph without edges but
   * with the exact same options.
   *
   * @param  {object} options - Options to merge with the current ones.
   * @return {Graph}          - The empty copy.
   */
  emptyCopy(e) {
    const n = this.nullCopy(e);
    return this._nodes.forEach((t, i) => {
      const o = ae({}, t.attributes);
      t = new n.NodeDataClass(i, o), n._nodes.set(i, t);
    }), n;
  }
  /**
   * Method returning an exact copy of the graph.
   *
   * @param  {object} options - Upgrade options.
   * @return {Graph}          - The copy.
   */
  copy(e) {
    if (e = e || {}, typeof e.type == "string" && e.type !== this.type && e.type !== "mixed")
      throw new H(
        `Graph.copy: cannot create an incompatible copy from "${this.type}" type to "${e.type}" because this would mean losing information about the current graph.`
      );
    if (typeof e.multi == "boolean" && e.multi !== this.multi && e.multi !== !0)
      throw new H(
        "Graph.copy: cannot create an incompatible copy by downgrading a multi graph to a simple one because this would mean losing information about the current graph."
      );
    if (typeof e.allowSelfLoops == "boolean" && e.allowSelfLoops !== this.allowSelfLoops && e.allowSelfLoops !== !0)
      throw new H(
        "Graph.copy: cannot create an incompatible copy from a graph allowing self loops to one that does not because this would mean losing information about the current graph."
      );
    const n = this.emptyCopy(e), t = this._edges.values();
    let i, o;
    for (; i = t.next(), i.done !== !0; )
      o = i.value, Yi(
        n,
        "copy",
        !1,
        o.undirected,
        o.key,
        o.source.key,
        o.target.key,
        ae({}, o.attributes)
      );
    return n;
  }
  /**---------------------------------------------------------------------------
   * Known methods
   **---------------------------------------------------------------------------
   */
  /**
   * Method used by JavaScript to perform JSON serialization.
   *
   * @return {object} - The serialized graph.
   */
  toJSON() {
    return this.export();
  }
  /**
   * Method returning [object Graph].
   */
  toString() {
    return "[object Graph]";
  }
  /**
   * Method used internally by node's console to display a custom object.
   *
   * @return {object} - Formatted object representation of the graph.
   */
  inspect() {
    const e = {};
    this._nodes.forEach((o, s) => {
      e[s] = o.attributes;
    });
    const n = {}, t = {};
    this._edges.forEach((o, s) => {
      const a = o.undirected ? "--" : "->";
      let u = "", l = o.source.key, c = o.target.key, h;
      o.undirected && l > c && (h = l, l = c, c = h);
      const g = `(${l})${a}(${c})`;
      s.startsWith("geid_") ? this.multi && (typeof t[g] > "u" ? t[g] = 0 : t[g]++, u += `${t[g]}. `) : u += `[${s}]: `, u += g, n[u] = o.attributes;
    });
    const i = {};
    for (const o in this)
      this.hasOwnProperty(o) && !zn.has(o) && typeof this[o] != "function" && typeof o != "symbol" && (i[o] = this[o]);
    return i.attributes = this._attributes, i.nodes = e, i.edges = n, ve(i, "constructor", this.constructor), i;
  }
}
typeof Symbol < "u" && (ee.prototype[/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")] = ee.prototype.inspect);
Os.forEach((r) => {
  ["add", "merge", "update"].forEach((e) => {
    const n = r.name(e), t = e === "add" ? Yi : Bs;
    r.generateKey ? ee.prototype[n] = function(i, o, s) {
      return t(
        this,
        n,
        !0,
        (r.type || this.type) === "undirected",
        null,
        i,
        o,
        s,
        e === "update"
      );
    } : ee.prototype[n] = function(i, o, s, a) {
      return t(
        this,
        n,
        !1,
        (r.type || this.type) === "undirected",
        i,
        o,
        s,
        a,
        e === "update"
      );
    };
  });
});
Xo(ee);
us(ee);
Ss(ee);
Gs(ee);
class Xi extends ee {
  constructor(e) {
    const n = ae({ type: "directed" }, e);
    if ("multi" in n && n.multi !== !1)
      throw new I(
        "DirectedGraph.from: inconsistent indication that the graph should be multi in given options!"
      );
    if (n.type !== "directed")
      throw new I(
        'DirectedGraph.from: inconsistent "' + n.type + '" type in given options!'
      );
    super(n);
  }
}
class Ji extends ee {
  constructor(e) {
    const n = ae({ type: "undirected" }, e);
    if ("multi" in n && n.multi !== !1)
      throw new I(
        "UndirectedGraph.from: inconsistent indication that the graph should be multi in given options!"
      );
    if (n.type !== "undirected")
      throw new I(
        'UndirectedGraph.from: inconsistent "' + n.type + '" type in given options!'
      );
    super(n);
  }
}
class Qi extends ee {
  constructor(e) {
    const n = ae({ multi: !0 }, e);
    if ("multi" in n && n.multi !== !0)
      throw new I(
        "MultiGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    super(n);
  }
}
class er extends ee {
  constructor(e) {
    const n = ae({ type: "directed", multi: !0 }, e);
    if ("multi" in n && n.multi !== !0)
      throw new I(
        "MultiDirectedGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    if (n.type !== "directed")
      throw new I(
        'MultiDirectedGraph.from: inconsistent "' + n.type + '" type in given options!'
      );
    super(n);
  }
}
class tr extends ee {
  constructor(e) {
    const n = ae({ type: "undirected", multi: !0 }, e);
    if ("multi" in n && n.multi !== !0)
      throw new I(
        "MultiUndirectedGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    if (n.type !== "undirected")
      throw new I(
        'MultiUndirectedGraph.from: inconsistent "' + n.type + '" type in given options!'
      );
    super(n);
  }
}
function lt(r) {
  r.from = function(e, n) {
    const t = ae({}, e.options, n), i = new r(t);
    return i.import(e), i;
  };
}
lt(ee);
lt(Xi);
lt(Ji);
lt(Qi);
lt(er);
lt(tr);
ee.Graph = ee;
ee.DirectedGraph = Xi;
ee.UndirectedGraph = Ji;
ee.MultiGraph = Qi;
ee.MultiDirectedGraph = er;
ee.MultiUndirectedGraph = tr;
ee.InvalidArgumentsGraphError = I;
ee.NotFoundGraphError = F;
ee.UsageGraphError = H;
var Qt, Mn;
function nr() {
  return Mn || (Mn = 1, Qt = function(e) {
    return e !== null && typeof e == "object" && typeof e.addUndirectedEdgeWithKey == "function" && typeof e.dropNode == "function" && typeof e.multi == "boolean";
  }), Qt;
}
var gt = {}, Un;
function Ws() {
  if (Un) return gt;
  Un = 1;
  function r(t) {
    return typeof t != "number" || isNaN(t) ? 1 : t;
  }
  function e(t, i) {
    var o = {}, s = function(l) {
      return typeof l > "u" ? i : l;
    };
    typeof i == "function" && (s = i);
    var a = function(l) {
      return s(l[t]);
    }, u = function() {
      return s(void 0);
    };
    return typeof t == "string" ? (o.fromAttributes = a, o.fromGraph = function(l, c) {
      return a(l.getNodeAttributes(c));
    }, o.fromEntry = function(l, c) {
      return a(c);
    }) : typeof t == "function" ? (o.fromAttributes = function() {
      throw new Error(
        "graphology-utils/getters/createNodeValueGetter: irrelevant usage."
      );
    }, o.fromGraph = function(l, c) {
      return s(
        t(c, l.getNodeAttributes(c))
      );
    }, o.fromEntry = function(l, c) {
      return s(t(l, c));
    }) : (o.fromAttributes = u, o.fromGraph = u, o.fromEntry = u), o;
  }
  function n(t, i) {
    var o = {}, s = function(l) {
      return typeof l > "u" ? i : l;
    };
    typeof i == "function" && (s = i);
    var a = function(l) {
      return s(l[t]);
    }, u = function() {
      return s(void 0);
    };
    return typeof t == "string" ? (o.fromAttributes = a, o.fromGraph = function(l, c) {
      return a(l.getEdgeAttributes(c));
    }, o.fromEntry = function(l, c) {
      return a(c);
    }, o.fromPartialEntry = o.fromEntry, o.fromMinimalEntry = o.fromEntry) : typeof t == "function" ? (o.fromAttributes = function() {
      throw new Error(
        "graphology-utils/getters/createEdgeValueGetter: irrelevant usage."
      );
    }, o.fromGraph = function(l, c) {
      var h = l.extremities(c);
      return s(
        t(
          c,
          l.getEdgeAttributes(c),
          h[0],
          h[1],
          l.getNodeAttributes(h[0]),
          l.getNodeAttributes(h[1]),
          l.isUndirected(c)
        )
      );
    }, o.fromEntry = function(l, c, h, g, p, S, E) {
      return s(t(l, c, h, g, p, S, E));
    }, o.fromPartialEntry = function(l, c, h, g) {
      return s(t(l, c, h, g));
    }, o.fromMinimalEntry = function(l, c) {
      return s(t(l, c));
    }) : (o.fromAttributes = u, o.fromGraph = u, o.fromEntry = u, o.fromMinimalEntry = u), o;
  }
  return gt.createNodeValueGetter = e, gt.createEdgeValueGetter = n, gt.createEdgeWeightGetter = function(t) {
    return n(t, r);
  }, gt;
}
var en, Bn;
function Hs() {
  if (Bn) return en;
  Bn = 1;
  var r = 0, e = 1, n = 2, t = 3, i = 4, o = 5, s = 6, a = 7, u = 8, l = 9, c = 0, h = 1, g = 2, p = 0, S = 1, E = 2, A = 3, P = 4, R = 5, T = 6, v = 7, k = 8, C = 3, L = 10, z = 3, O = 9, M = 10;
  return en = function(B, y, w) {
    var G, _, m, $, W, X, ne, b, x, K, j = y.length, ie = w.length, oe = B.adjustSizes, we = B.barnesHutTheta * B.barnesHutTheta, Rt, re, J, Q, Re, V, q, D = [];
    for (m = 0; m < j; m += L)
      y[m + i] = y[m + n], y[m + o] = y[m + t], y[m + n] = 0, y[m + t] = 0;
    if (B.outboundAttractionDistribution) {
      for (Rt = 0, m = 0; m < j; m += L)
        Rt += y[m + s];
      Rt /= j / L;
    }
    if (B.barnesHutOptimize) {
      var Me = 1 / 0, Ze = -1 / 0, Ue = 1 / 0, Ye = -1 / 0, me, Xe, Zt;
      for (m = 0; m < j; m += L)
        Me = Math.min(Me, y[m + r]), Ze = Math.max(Ze, y[m + r]), Ue = Math.min(Ue, y[m + e]), Ye = Math.max(Ye, y[m + e]);
      var Tt = Ze - Me, xt = Ye - Ue;
      for (Tt > xt ? (Ue -= (Tt - xt) / 2, Ye = Ue + Tt) : (Me -= (xt - Tt) / 2, Ze = Me + xt), D[0 + p] = -1, D[0 + S] = (Me + Ze) / 2, D[0 + E] = (Ue + Ye) / 2, D[0 + A] = Math.max(Ze - Me, Ye - Ue), D[0 + P] = -1, D[0 + R] = -1, D[0 + T] = 0, D[0 + v] = 0, D[0 + k] = 0, G = 1, m = 0; m < j; m += L)
        for (_ = 0, Zt = C; ; )
          if (D[_ + R] >= 0) {
            y[m + r] < D[_ + S] ? y[m + e] < D[_ + E] ? me = D[_ + R] : me = D[_ + R] + O : y[m + e] < D[_ + E] ? me = D[_ + R] + O * 2 : me = D[_ + R] + O * 3, D[_ + v] = (D[_ + v] * D[_ + T] + y[m + r] * y[m + s]) / (D[_ + T] + y[m + s]), D[_ + k] = (D[_ + k] * D[_ + T] + y[m + e] * y[m + s]) / (D[_ + T] + y[m + s]), D[_ + T] += y[m + s], _ = me;
            continue;
          } else if (D[_ + p] < 0) {
            D[_ + p] = m;
            break;
          } else {
            if (D[_ + R] = G * O, b = D[_ + A] / 2, x = D[_ + R], D[x + p] = -1, D[x + S] = D[_ + S] - b, D[x + E] = D[_ + E] - b, D[x + A] = b, D[x + P] = x + O, D[x + R] = -1, D[x + T] = 0, D[x + v] = 0, D[x + k] = 0, x += O, D[x + p] = -1, D[x + S] = D[_ + S] - b, D[x + E] = D[_ + E] + b, D[x + A] = b, D[x + P] = x + O, D[x + R] = -1, D[x + T] = 0, D[x + v] = 0, D[x + k] = 0, x += O, D[x + p] = -1, D[x + S] = D[_ + S] + b, D[x + E] = D[_ + E] - b, D[x + A] = b, D[x + P] = x + O, D[x + R] = -1, D[x + T] = 0, D[x + v] = 0, D[x + k] = 0, x += O, D[x + p] = -1, D[x + S] = D[_ + S] + b, D[x + E] = D[_ + E] + b, D[x + A] = b, D[x + P] = D[_ + P], D[x + R] = -1, D[x + T] = 0, D[x + v] = 0, D[x + k] = 0, G += 4, y[D[_ + p] + r] < D[_ + S] ? y[D[_ + p] + e] < D[_ + E] ? me = D[_ + R] : me = D[_ + R] + O : y[D[_ + p] + e] < D[_ + E] ? me = D[_ + R] + O * 2 : me = D[_ + R] + O * 3, D[_ + T] = y[D[_ + p] + s], D[_ + v] = y[D[_ + p] + r], D[_ + k] = y[D[_ + p] + e], D[me + p] = D[_ + p], D[_ + p] = -1, y[m + r] < D[_ + S] ? y[m + e] < D[_ + E] ? Xe = D[_ + R] : Xe = D[_ + R] + O : y[m + e] < D[_ + E] ? Xe = D[_ + R] + O * 2 : Xe = D[_ + R] + O * 3, me === Xe)
              if (Zt--) {
                _ = me;
                continue;
              } else {
                Zt = C;
                break;
              }
            D[Xe + p] = m;
            break;
          }
    }
    if (B.barnesHutOptimize)
      for (re = B.scalingRatio, m = 0; m < j; m += L)
        for (_ = 0; ; )
          if (D[_ + R] >= 0)
            if (V = Math.pow(
              y[m + r] - D[_ + v],
              2
            ) + Math.pow(
              y[m + e] - D[_ + k],
              2
            ), K = D[_ + A], 4 * K * K / V < we) {
              if (J = y[m + r] - D[_ + v], Q = y[m + e] - D[_ + k], oe === !0 ? V > 0 ? (q = re * y[m + s] * D[_ + T] / V, y[m + n] += J * q, y[m + t] += Q * q) : V < 0 && (q = -re * y[m + s] * D[_ + T] / Math.sqrt(V), y[m + n] += J * q, y[m + t] += Q * q) : V > 0 && (q = re * y[m + s] * D[_ + T] / V, y[m + n] += J * q, y[m + t] += Q * q), _ = D[_ + P], _ < 0) break;
              continue;
            } else {
              _ = D[_ + R];
              continue;
            }
          else {
            if (X = D[_ + p], X >= 0 && X !== m && (J = y[m + r] - y[X + r], Q = y[m + e] - y[X + e], V = J * J + Q * Q, oe === !0 ? V > 0 ? (q = re * y[m + s] * y[X + s] / V, y[m + n] += J * q, y[m + t] += Q * q) : V < 0 && (q = -re * y[m + s] * y[X + s] / Math.sqrt(V), y[m + n] += J * q, y[m + t] += Q * q) : V > 0 && (q = re * y[m + s] * y[X + s] / V, y[m + n] += J * q, y[m + t] += Q * q)), _ = D[_ + P], _ < 0) break;
            continue;
          }
    else
      for (re = B.scalingRatio, $ = 0; $ < j; $ += L)
        for (W = 0; W < $; W += L)
          J = y[$ + r] - y[W + r], Q = y[$ + e] - y[W + e], oe === !0 ? (V = Math.sqrt(J * J + Q * Q) - y[$ + u] - y[W + u], V > 0 ? (q = re * y[$ + s] * y[W + s] / V / V, y[$ + n] += J * q, y[$ + t] += Q * q, y[W + n] -= J * q, y[W + t] -= Q * q) : V < 0 && (q = 100 * re * y[$ + s] * y[W + s], y[$ + n] += J * q, y[$ + t] += Q * q, y[W + n] -= J * q, y[W + t] -= Q * q)) : (V = Math.sqrt(J * J + Q * Q), V > 0 && (q = re * y[$ + s] * y[W + s] / V / V, y[$ + n] += J * q, y[$ + t] += Q * q, y[W + n] -= J * q, y[W + t] -= Q * q));
    for (x = B.gravity / B.scalingRatio, re = B.scalingRatio, m = 0; m < j; m += L)
      q = 0, J = y[m + r], Q = y[m + e], V = Math.sqrt(Math.pow(J, 2) + Math.pow(Q, 2)), B.strongGravityMode ? V > 0 && (q = re * y[m + s] * x) : V > 0 && (q = re * y[m + s] * x / V), y[m + n] -= J * q, y[m + t] -= Q * q;
    for (re = 1 * (B.outboundAttractionDistribution ? Rt : 1), ne = 0; ne < ie; ne += z)
      $ = w[ne + c], W = w[ne + h], b = w[ne + g], Re = Math.pow(b, B.edgeWeightInfluence), J = y[$ + r] - y[W + r], Q = y[$ + e] - y[W + e], oe === !0 ? (V = Math.sqrt(J * J + Q * Q) - y[$ + u] - y[W + u], B.linLogMode ? B.outboundAttractionDistribution ? V > 0 && (q = -re * Re * Math.log(1 + V) / V / y[$ + s]) : V > 0 && (q = -re * Re * Math.log(1 + V) / V) : B.outboundAttractionDistribution ? V > 0 && (q = -re * Re / y[$ + s]) : V > 0 && (q = -re * Re)) : (V = Math.sqrt(Math.pow(J, 2) + Math.pow(Q, 2)), B.linLogMode ? B.outboundAttractionDistribution ? V > 0 && (q = -re * Re * Math.log(1 + V) / V / y[$ + s]) : V > 0 && (q = -re * Re * Math.log(1 + V) / V) : B.outboundAttractionDistribution ? (V = 1, q = -re * Re / y[$ + s]) : (V = 1, q = -re * Re)), V > 0 && (y[$ + n] += J * q, y[$ + t] += Q * q, y[W + n] -= J * q, y[W + t] -= Q * q);
    var At, ct, Ct, Be, Lt, Dt;
    if (oe === !0)
      for (m = 0; m < j; m += L)
        y[m + l] !== 1 && (At = Math.sqrt(
          Math.pow(y[m + n], 2) + Math.pow(y[m + t], 2)
        ), At > M && (y[m + n] = y[m + n] * M / At, y[m + t] = y[m + t] * M / At), ct = y[m + s] * Math.sqrt(
          (y[m + i] - y[m + n]) * (y[m + i] - y[m + n]) + (y[m + o] - y[m + t]) * (y[m + o] - y[m + t])
        ), Ct = Math.sqrt(
          (y[m + i] + y[m + n]) * (y[m + i] + y[m + n]) + (y[m + o] + y[m + t]) * (y[m + o] + y[m + t])
        ) / 2, Be = 0.1 * Math.log(1 + Ct) / (1 + Math.sqrt(ct)), Lt = y[m + r] + y[m + n] * (Be / B.slowDown), y[m + r] = Lt, Dt = y[m + e] + y[m + t] * (Be / B.slowDown), y[m + e] = Dt);
    else
      for (m = 0; m < j; m += L)
        y[m + l] !== 1 && (ct = y[m + s] * Math.sqrt(
          (y[m + i] - y[m + n]) * (y[m + i] - y[m + n]) + (y[m + o] - y[m + t]) * (y[m + o] - y[m + t])
        ), Ct = Math.sqrt(
          (y[m + i] + y[m + n]) * (y[m + i] + y[m + n]) + (y[m + o] + y[m + t]) * (y[m + o] + y[m + t])
        ) / 2, Be = y[m + a] * Math.log(1 + Ct) / (1 + Math.sqrt(ct)), y[m + a] = Math.min(
          1,
          Math.sqrt(
            Be * (Math.pow(y[m + n], 2) + Math.pow(y[m + t], 2)) / (1 + Math.sqrt(ct))
          )
        ), Lt = y[m + r] + y[m + n] * (Be / B.slowDown), y[m + r] = Lt, Dt = y[m + e] + y[m + t] * (Be / B.slowDown), y[m + e] = Dt);
    return {};
  }, en;
}
var Te = {}, Wn;
function js() {
  if (Wn) return Te;
  Wn = 1;
  var r = 10, e = 3;
  return Te.assign = function(n) {
    n = n || {};
    var t = Array.prototype.slice.call(arguments).slice(1), i, o, s;
    for (i = 0, s = t.length; i < s; i++)
      if (t[i])
        for (o in t[i]) n[o] = t[i][o];
    return n;
  }, Te.validateSettings = function(n) {
    return "linLogMode" in n && typeof n.linLogMode != "boolean" ? { message: "the `linLogMode` setting should be a boolean." } : "outboundAttractionDistribution" in n && typeof n.outboundAttractionDistribution != "boolean" ? {
      message: "the `outboundAttractionDistribution` setting should be a boolean."
    } : "adjustSizes" in n && typeof n.adjustSizes != "boolean" ? { message: "the `adjustSizes` setting should be a boolean." } : "edgeWeightInfluence" in n && typeof n.edgeWeightInfluence != "number" ? {
      message: "the `edgeWeightInfluence` setting should be a number."
    } : "scalingRatio" in n && !(typeof n.scalingRatio == "number" && n.scalingRatio >= 0) ? { message: "the `scalingRatio` setting should be a number >= 0." } : "strongGravityMode" in n && typeof n.strongGravityMode != "boolean" ? { message: "the `strongGravityMode` setting should be a boolean." } : "gravity" in n && !(typeof n.gravity == "number" && n.gravity >= 0) ? { message: "the `gravity` setting should be a number >= 0." } : "slowDown" in n && !(typeof n.slowDown == "number" || n.slowDown >= 0) ? { message: "the `slowDown` setting should be a number >= 0." } : "barnesHutOptimize" in n && typeof n.barnesHutOptimize != "boolean" ? { message: "the `barnesHutOptimize` setting should be a boolean." } : "barnesHutTheta" in n && !(typeof n.barnesHutTheta == "number" && n.barnesHutTheta >= 0) ? { message: "the `barnesHutTheta` setting should be a number >= 0." } : null;
  }, Te.graphToByteArrays = function(n, t) {
    var i = n.order, o = n.size, s = {}, a, u = new Float32Array(i * r), l = new Float32Array(o * e);
    return a = 0, n.forEachNode(function(c, h) {
      s[c] = a, u[a] = h.x, u[a + 1] = h.y, u[a + 2] = 0, u[a + 3] = 0, u[a + 4] = 0, u[a + 5] = 0, u[a + 6] = 1, u[a + 7] = 1, u[a + 8] = h.size || 1, u[a + 9] = h.fixed ? 1 : 0, a += r;
    }), a = 0, n.forEachEdge(function(c, h, g, p, S, E, A) {
      var P = s[g], R = s[p], T = t(c, h, g, p, S, E, A);
      u[P + 6] += T, u[R + 6] += T, l[a] = P, l[a + 1] = R, l[a + 2] = T, a += e;
    }), {
      nodes: u,
      edges: l
    };
  }, Te.assignLayoutChanges = function(n, t, i) {
    var o = 0;
    n.updateEachNodeAttributes(function(s, a) {
      return a.x = t[o], a.y = t[o + 1], o += r, i ? i(s, a) : a;
    });
  }, Te.readGraphPositions = function(n, t) {
    var i = 0;
    n.forEachNode(function(o, s) {
      t[i] = s.x, t[i + 1] = s.y, i += r;
    });
  }, Te.collectLayoutChanges = function(n, t, i) {
    for (var o = n.nodes(), s = {}, a = 0, u = 0, l = t.length; a < l; a += r) {
      if (i) {
        var c = Object.assign({}, n.getNodeAttributes(o[u]));
        c.x = t[a], c.y = t[a + 1], c = i(o[u], c), s[o[u]] = {
          x: c.x,
          y: c.y
        };
      } else
        s[o[u]] = {
          x: t[a],
          y: t[a + 1]
        };
      u++;
    }
    return s;
  }, Te.createWorker = function(t) {
    var i = window.URL || window.webkitURL, o = t.toString(), s = i.createObjectURL(
      new Blob(["(" + o + ").call(this);"], { type: "text/javascript" })
    ), a = new Worker(s);
    return i.revokeObjectURL(s), a;
  }, Te;
}
var tn, Hn;
function qs() {
  return Hn || (Hn = 1, tn = {
    linLogMode: !1,
    outboundAttractionDistribution: !1,
    adjustSizes: !1,
    edgeWeightInfluence: 1,
    scalingRatio: 1,
    strongGravityMode: !1,
    gravity: 1,
    slowDown: 1,
    barnesHutOptimize: !1,
    barnesHutTheta: 0.5
  }), tn;
}
var nn, jn;
function Vs() {
  if (jn) return nn;
  jn = 1;
  var r = nr(), e = Ws().createEdgeWeightGetter, n = Hs(), t = js(), i = qs();
  function o(u, l, c) {
    if (!r(l))
      throw new Error(
        "graphology-layout-forceatlas2: the given graph is not a valid graphology instance."
      );
    typeof c == "number" && (c = { iterations: c });
    var h = c.iterations;
    if (typeof h != "number")
      throw new Error(
        "graphology-layout-forceatlas2: invalid number of iterations."
      );
    if (h <= 0)
      throw new Error(
        "graphology-layout-forceatlas2: you should provide a positive number of iterations."
      );
    var g = e(
      "getEdgeWeight" in c ? c.getEdgeWeight : "weight"
    ).fromEntry, p = typeof c.outputReducer == "function" ? c.outputReducer : null, S = t.assign({}, i, c.settings), E = t.validateSettings(S);
    if (E)
      throw new Error(
        "graphology-layout-forceatlas2: " + E.message
      );
    var A = t.graphToByteArrays(l, g), P;
    for (P = 0; P < h; P++)
      n(S, A.nodes, A.edges);
    if (u) {
      t.assignLayoutChanges(l, A.nodes, p);
      return;
    }
    return t.collectLayoutChanges(l, A.nodes);
  }
  function s(u) {
    var l = typeof u == "number" ? u : u.order;
    return {
      barnesHutOptimize: l > 2e3,
      strongGravityMode: !0,
      gravity: 0.05,
      scalingRatio: 10,
      slowDown: 1 + Math.log(l)
    };
  }
  var a = o.bind(null, !1);
  return a.assign = o.bind(null, !0), a.inferSettings = s, nn = a, nn;
}
var Ks = Vs();
const qn = /* @__PURE__ */ Mi(Ks);
function Zs(r, e) {
  if (typeof r != "object" || !r) return r;
  var n = r[Symbol.toPrimitive];
  if (n !== void 0) {
    var t = n.call(r, e);
    if (typeof t != "object") return t;
    throw new TypeError("@@toPrimitive must return a primitive value.");
  }
  return (e === "string" ? String : Number)(r);
}
function _t(r) {
  var e = Zs(r, "string");
  return typeof e == "symbol" ? e : e + "";
}
function ce(r, e) {
  if (!(r instanceof e)) throw new TypeError("Cannot call a class as a function");
}
function Vn(r, e) {
  for (var n = 0; n < e.length; n++) {
    var t = e[n];
    t.enumerable = t.enumerable || !1, t.configurable = !0, "value" in t && (t.writable = !0), Object.defineProperty(r, _t(t.key), t);
  }
}
function de(r, e, n) {
  return e && Vn(r.prototype, e), n && Vn(r, n), Object.defineProperty(r, "prototype", {
    writable: !1
  }), r;
}
function ot(r) {
  return ot = Object.setPrototypeOf ? Object.getPrototypeOf.bind() : function(e) {
    return e.__proto__ || Object.getPrototypeOf(e);
  }, ot(r);
}
function ir() {
  try {
    var r = !Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function() {
    }));
  } catch {
  }
  return (ir = function() {
    return !!r;
  })();
}
function Ys(r) {
  if (r === void 0) throw new ReferenceError("this hasn't been initialised - super() hasn't been called");
  return r;
}
function Xs(r, e) {
  if (e && (typeof e == "object" || typeof e == "function")) return e;
  if (e !== void 0) throw new TypeError("Derived constructors may only return object or undefined");
  return Ys(r);
}
function fe(r, e, n) {
  return e = ot(e), Xs(r, ir() ? Reflect.construct(e, n || [], ot(r).constructor) : e.apply(r, n));
}
function fn(r, e) {
  return fn = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function(n, t) {
    return n.__proto__ = t, n;
  }, fn(r, e);
}
function ge(r, e) {
  if (typeof e != "function" && e !== null) throw new TypeError("Super expression must either be null or a function");
  r.prototype = Object.create(e && e.prototype, {
    constructor: {
      value: r,
      writable: !0,
      configurable: !0
    }
  }), Object.defineProperty(r, "prototype", {
    writable: !1
  }), e && fn(r, e);
}
function Js(r) {
  if (Array.isArray(r)) return r;
}
function Qs(r, e) {
  var n = r == null ? null : typeof Symbol < "u" && r[Symbol.iterator] || r["@@iterator"];
  if (n != null) {
    var t, i, o, s, a = [], u = !0, l = !1;
    try {
      if (o = (n = n.call(r)).next, e === 0) {
        if (Object(n) !== n) return;
        u = !1;
      } else for (; !(u = (t = o.call(n)).done) && (a.push(t.value), a.length !== e); u = !0) ;
    } catch (c) {
      l = !0, i = c;
    } finally {
      try {
        if (!u && n.return != null && (s = n.return(), Object(s) !== s)) return;
      } finally {
        if (l) throw i;
      }
    }
    return a;
  }
}
function gn(r, e) {
  (e == null || e > r.length) && (e = r.length);
  for (var n = 0, t = Array(e); n < e; n++) t[n] = r[n];
  return t;
}
function rr(r, e) {
  if (r) {
    if (typeof r == "string") return gn(r, e);
    var n = {}.toString.call(r).slice(8, -1);
    return n === "Object" && r.constructor && (n = r.constructor.name), n === "Map" || n === "Set" ? Array.from(r) : n === "Arguments" || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(n) ? gn(r, e) : void 0;
  }
}
function ea() {
  throw new TypeError(`Invalid attempt to destructure non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`);
}
function st(r, e) {
  return Js(r) || Qs(r, e) || rr(r, e) || ea();
}
var rn = {
  black: "#000000",
  silver: "#C0C0C0",
  gray: "#808080",
  grey: "#808080",
  white: "#FFFFFF",
  maroon: "#800000",
  red: "#FF0000",
  purple: "#800080",
  fuchsia: "#FF00FF",
  green: "#008000",
  lime: "#00FF00",
  olive: "#808000",
  yellow: "#FFFF00",
  navy: "#000080",
  blue: "#0000FF",
  teal: "#008080",
  aqua: "#00FFFF",
  darkblue: "#00008B",
  mediumblue: "#0000CD",
  darkgreen: "#006400",
  darkcyan: "#008B8B",
  deepskyblue: "#00BFFF",
  darkturquoise: "#00CED1",
  mediumspringgreen: "#00FA9A",
  springgreen: "#00FF7F",
  cyan: "#00FFFF",
  midnightblue: "#191970",
  dodgerblue: "#1E90FF",
  lightseagreen: "#20B2AA",
  forestgreen: "#228B22",
  seagreen: "#2E8B57",
  darkslategray: "#2F4F4F",
  darkslategrey: "#2F4F4F",
  limegreen: "#32CD32",
  mediumseagreen: "#3CB371",
  turquoise: "#40E0D0",
  royalblue: "#4169E1",
  steelblue: "#4682B4",
  darkslateblue: "#483D8B",
  mediumturquoise: "#48D1CC",
  indigo: "#4B0082",
  darkolivegreen: "#556B2F",
  cadetblue: "#5F9EA0",
  cornflowerblue: "#6495ED",
  rebeccapurple: "#663399",
  mediumaquamarine: "#66CDAA",
  dimgray: "#696969",
  dimgrey: "#696969",
  slateblue: "#6A5ACD",
  olivedrab: "#6B8E23",
  slategray: "#708090",
  slategrey: "#708090",
  lightslategray: "#778899",
  lightslategrey: "#778899",
  mediumslateblue: "#7B68EE",
  lawngreen: "#7CFC00",
  chartreuse: "#7FFF00",
  aquamarine: "#7FFFD4",
  skyblue: "#87CEEB",
  lightskyblue: "#87CEFA",
  blueviolet: "#8A2BE2",
  darkred: "#8B0000",
  darkmagenta: "#8B008B",
  saddlebrown: "#8B4513",
  darkseagreen: "#8FBC8F",
  lightgreen: "#90EE90",
  mediumpurple: "#9370DB",
  darkviolet: "#9400D3",
  palegreen: "#98FB98",
  darkorchid: "#9932CC",
  yellowgreen: "#9ACD32",
  sienna: "#A0522D",
  brown: "#A52A2A",
  darkgray: "#A9A9A9",
  darkgrey: "#A9A9A9",
  lightblue: "#ADD8E6",
  greenyellow: "#ADFF2F",
  paleturquoise: "#AFEEEE",
  lightsteelblue: "#B0C4DE",
  powderblue: "#B0E0E6",
  firebrick: "#B22222",
  darkgoldenrod: "#B8860B",
  mediumorchid: "#BA55D3",
  rosybrown: "#BC8F8F",
  darkkhaki: "#BDB76B",
  mediumvioletred: "#C71585",
  indianred: "#CD5C5C",
  peru: "#CD853F",
  chocolate: "#D2691E",
  tan: "#D2B48C",
  lightgray: "#D3D3D3",
  lightgrey: "#D3D3D3",
  thistle: "#D8BFD8",
  orchid: "#DA70D6",
  goldenrod: "#DAA520",
  palevioletred: "#DB7093",
  crimson: "#DC143C",
  gainsboro: "#DCDCDC",
  plum: "#DDA0DD",
  burlywood: "#DEB887",
  lightcyan: "#E0FFFF",
  lavender: "#E6E6FA",
  darksalmon: "#E9967A",
  violet: "#EE82EE",
  palegoldenrod: "#EEE8AA",
  lightcoral: "#F08080",
  khaki: "#F0E68C",
  aliceblue: "#F0F8FF",
  honeydew: "#F0FFF0",
  azure: "#F0FFFF",
  sandybrown: "#F4A460",
  wheat: "#F5DEB3",
  beige: "#F5F5DC",
  whitesmoke: "#F5F5F5",
  mintcream: "#F5FFFA",
  ghostwhite: "#F8F8FF",
  salmon: "#FA8072",
  antiquewhite: "#FAEBD7",
  linen: "#FAF0E6",
  lightgoldenrodyellow: "#FAFAD2",
  oldlace: "#FDF5E6",
  magenta: "#FF00FF",
  deeppink: "#FF1493",
  orangered: "#FF4500",
  tomato: "#FF6347",
  hotpink: "#FF69B4",
  coral: "#FF7F50",
  darkorange: "#FF8C00",
  lightsalmon: "#FFA07A",
  orange: "#FFA500",
  lightpink: "#FFB6C1",
  pink: "#FFC0CB",
  gold: "#FFD700",
  peachpuff: "#FFDAB9",
  navajowhite: "#FFDEAD",
  moccasin: "#FFE4B5",
  bisque: "#FFE4C4",
  mistyrose: "#FFE4E1",
  blanchedalmond: "#FFEBCD",
  papayawhip: "#FFEFD5",
  lavenderblush: "#FFF0F5",
  seashell: "#FFF5EE",
  cornsilk: "#FFF8DC",
  lemonchiffon: "#FFFACD",
  floralwhite: "#FFFAF0",
  snow: "#FFFAFA",
  lightyellow: "#FFFFE0",
  ivory: "#FFFFF0"
}, or = new Int8Array(4), on = new Int32Array(or.buffer, 0, 1), ta = new Float32Array(or.buffer, 0, 1), na = /^\s*rgba?\s*\(/, ia = /^\s*rgba?\s*\(\s*([0-9]*)\s*,\s*([0-9]*)\s*,\s*([0-9]*)(?:\s*,\s*(.*)?)?\)\s*$/;
function ra(r) {
  var e = 0, n = 0, t = 0, i = 1;
  if (r[0] === "#")
    r.length === 4 ? (e = parseInt(r.charAt(1) + r.charAt(1), 16), n = parseInt(r.charAt(2) + r.charAt(2), 16), t = parseInt(r.charAt(3) + r.charAt(3), 16)) : (e = parseInt(r.charAt(1) + r.charAt(2), 16), n = parseInt(r.charAt(3) + r.charAt(4), 16), t = parseInt(r.charAt(5) + r.charAt(6), 16)), r.length === 9 && (i = parseInt(r.charAt(7) + r.charAt(8), 16) / 255);
  else if (na.test(r)) {
    var o = r.match(ia);
    o && (e = +o[1], n = +o[2], t = +o[3], o[4] && (i = +o[4]));
  }
  return {
    r: e,
    g: n,
    b: t,
    a: i
  };
}
var et = {};
for (var It in rn)
  et[It] = Ke(rn[It]), et[rn[It]] = et[It];
function sr(r, e, n, t, i) {
  return on[0] = t << 24 | n << 16 | e << 8 | r, on[0] = on[0] & 4278190079, ta[0];
}
function Ke(r) {
  if (r = r.toLowerCase(), typeof et[r] < "u") return et[r];
  var e = ra(r), n = e.r, t = e.g, i = e.b, o = e.a;
  o = o * 255 | 0;
  var s = sr(n, t, i, o);
  return et[r] = s, s;
}
var sn = {};
function ar(r) {
  if (typeof sn[r] < "u") return sn[r];
  var e = (r & 16711680) >>> 16, n = (r & 65280) >>> 8, t = r & 255, i = 255, o = sr(e, n, t, i);
  return sn[r] = o, o;
}
function Kn(r, e, n, t) {
  return n + (e << 8) + (r << 16);
}
function Zn(r, e, n, t, i, o) {
  var s = Math.floor(n / o * i), a = Math.floor(r.drawingBufferHeight / o - t / o * i), u = new Uint8Array(4);
  r.bindFramebuffer(r.FRAMEBUFFER, e), r.readPixels(s, a, 1, 1, r.RGBA, r.UNSIGNED_BYTE, u);
  var l = st(u, 4), c = l[0], h = l[1], g = l[2], p = l[3];
  return [c, h, g, p];
}
function N(r, e, n) {
  return (e = _t(e)) in r ? Object.defineProperty(r, e, {
    value: n,
    enumerable: !0,
    configurable: !0,
    writable: !0
  }) : r[e] = n, r;
}
function Yn(r, e) {
  var n = Object.keys(r);
  if (Object.getOwnPropertySymbols) {
    var t = Object.getOwnPropertySymbols(r);
    e && (t = t.filter(function(i) {
      return Object.getOwnPropertyDescriptor(r, i).enumerable;
    })), n.push.apply(n, t);
  }
  return n;
}
function U(r) {
  for (var e = 1; e < arguments.length; e++) {
    var n = arguments[e] != null ? arguments[e] : {};
    e % 2 ? Yn(Object(n), !0).forEach(function(t) {
      N(r, t, n[t]);
    }) : Object.getOwnPropertyDescriptors ? Object.defineProperties(r, Object.getOwnPropertyDescriptors(n)) : Yn(Object(n)).forEach(function(t) {
      Object.defineProperty(r, t, Object.getOwnPropertyDescriptor(n, t));
    });
  }
  return r;
}
function oa(r, e) {
  for (; !{}.hasOwnProperty.call(r, e) && (r = ot(r)) !== null; ) ;
  return r;
}
function pn() {
  return pn = typeof Reflect < "u" && Reflect.get ? Reflect.get.bind() : function(r, e, n) {
    var t = oa(r, e);
    if (t) {
      var i = Object.getOwnPropertyDescriptor(t, e);
      return i.get ? i.get.call(arguments.length < 3 ? r : n) : i.value;
    }
  }, pn.apply(null, arguments);
}
function ur(r, e, n, t) {
  var i = pn(ot(r.prototype), e, n);
  return typeof i == "function" ? function(o) {
    return i.apply(n, o);
  } : i;
}
function sa(r) {
  return r.normalized ? 1 : r.size;
}
function an(r) {
  var e = 0;
  return r.forEach(function(n) {
    return e += sa(n);
  }), e;
}
function lr(r, e, n) {
  var t = r === "VERTEX" ? e.VERTEX_SHADER : e.FRAGMENT_SHADER, i = e.createShader(t);
  if (i === null)
    throw new Error("loadShader: error while creating the shader");
  e.shaderSource(i, n), e.compileShader(i);
  var o = e.getShaderParameter(i, e.COMPILE_STATUS);
  if (!o) {
    var s = e.getShaderInfoLog(i);
    throw e.deleteShader(i), new Error(`loadShader: error while compiling the shader:
`.concat(s, `
`).concat(n));
  }
  return i;
}
function aa(r, e) {
  return lr("VERTEX", r, e);
}
function ua(r, e) {
  return lr("FRAGMENT", r, e);
}
function la(r, e) {
  var n = r.createProgram();
  if (n === null)
    throw new Error("loadProgram: error while creating the program.");
  var t, i;
  for (t = 0, i = e.length; t < i; t++) r.attachShader(n, e[t]);
  r.linkProgram(n);
  var o = r.getProgramParameter(n, r.LINK_STATUS);
  if (!o) {
    var s = r.getProgramInfoLog(n);
    throw r.deleteProgram(n), new Error("loadProgram: error while linking the program: ".concat(s));
  }
  return n;
}
function Xn(r) {
  var e = r.gl, n = r.buffer, t = r.program, i = r.vertexShader, o = r.fragmentShader;
  e.deleteShader(i), e.deleteShader(o), e.deleteProgram(t), e.deleteBuffer(n);
}
var Jn = `#define PICKING_MODE
`, ca = N(N(N(N(N(N(N(N({}, WebGL2RenderingContext.BOOL, 1), WebGL2RenderingContext.BYTE, 1), WebGL2RenderingContext.UNSIGNED_BYTE, 1), WebGL2RenderingContext.SHORT, 2), WebGL2RenderingContext.UNSIGNED_SHORT, 2), WebGL2RenderingContext.INT, 4), WebGL2RenderingContext.UNSIGNED_INT, 4), WebGL2RenderingContext.FLOAT, 4), cr = /* @__PURE__ */ (function() {
  function r(e, n, t) {
    ce(this, r), N(this, "array", new Float32Array()), N(this, "constantArray", new Float32Array()), N(this, "capacity", 0), N(this, "verticesCount", 0);
    var i = this.getDefinition();
    if (this.VERTICES = i.VERTICES, this.VERTEX_SHADER_SOURCE = i.VERTEX_SHADER_SOURCE, this.FRAGMENT_SHADER_SOURCE = i.FRAGMENT_SHADER_SOURCE, this.UNIFORMS = i.UNIFORMS, this.ATTRIBUTES = i.ATTRIBUTES, this.METHOD = i.METHOD, this.CONSTANT_ATTRIBUTES = "CONSTANT_ATTRIBUTES" in i ? i.CONSTANT_ATTRIBUTES : [], this.CONSTANT_DATA = "CONSTANT_DATA" in i ? i.CONSTANT_DATA : [], this.isInstanced = "CONSTANT_ATTRIBUTES" in i, this.ATTRIBUTES_ITEMS_COUNT = an(this.ATTRIBUTES), this.STRIDE = this.VERTICES * this.ATTRIBUTES_ITEMS_COUNT, this.renderer = t, this.normalProgram = this.getProgramInfo("normal", e, i.VERTEX_SHADER_SOURCE, i.FRAGMENT_SHADER_SOURCE, null), this.pickProgram = n ? this.getProgramInfo("pick", e, Jn + i.VERTEX_SHADER_SOURCE, Jn + i.FRAGMENT_SHADER_SOURCE, n) : null, this.isInstanced) {
      var o = an(this.CONSTANT_ATTRIBUTES);
      if (this.CONSTANT_DATA.length !== this.VERTICES) throw new Error("Program: error while getting constant data (expected ".concat(this.VERTICES, " items, received ").concat(this.CONSTANT_DATA.length, " instead)"));
      this.constantArray = new Float32Array(this.CONSTANT_DATA.length * o);
      for (var s = 0; s < this.CONSTANT_DATA.length; s++) {
        var a = this.CONSTANT_DATA[s];
        if (a.length !== o) throw new Error("Program: error while getting constant data (one vector has ".concat(a.length, " items instead of ").concat(o, ")"));
        for (var u = 0; u < a.length; u++) this.constantArray[s * o + u] = a[u];
      }
      this.STRIDE = this.ATTRIBUTES_ITEMS_COUNT;
    }
  }
  return de(r, [{
    key: "kill",
    value: function() {
      Xn(this.normalProgram), this.pickProgram && (Xn(this.pickProgram), this.pickProgram = null);
    }
  }, {
    key: "getProgramInfo",
    value: function(n, t, i, o, s) {
      var a = this.getDefinition(), u = t.createBuffer();
      if (u === null) throw new Error("Program: error while creating the WebGL buffer.");
      var l = aa(t, i), c = ua(t, o), h = la(t, [l, c]), g = {};
      a.UNIFORMS.forEach(function(E) {
        var A = t.getUniformLocation(h, E);
        A && (g[E] = A);
      });
      var p = {};
      a.ATTRIBUTES.forEach(function(E) {
        p[E.name] = t.getAttribLocation(h, E.name);
      });
      var S;
      if ("CONSTANT_ATTRIBUTES" in a && (a.CONSTANT_ATTRIBUTES.forEach(function(E) {
        p[E.name] = t.getAttribLocation(h, E.name);
      }), S = t.createBuffer(), S === null))
        throw new Error("Program: error while creating the WebGL constant buffer.");
      return {
        name: n,
        program: h,
        gl: t,
        frameBuffer: s,
        buffer: u,
        constantBuffer: S || {},
        uniformLocations: g,
        attributeLocations: p,
        isPicking: n === "pick",
        vertexShader: l,
        fragmentShader: c
      };
    }
  }, {
    key: "bindProgram",
    value: function(n) {
      var t = this, i = 0, o = n.gl, s = n.buffer;
      this.isInstanced ? (o.bindBuffer(o.ARRAY_BUFFER, n.constantBuffer), i = 0, this.CONSTANT_ATTRIBUTES.forEach(function(a) {
        return i += t.bindAttribute(a, n, i, !1);
      }), o.bufferData(o.ARRAY_BUFFER, this.constantArray, o.STATIC_DRAW), o.bindBuffer(o.ARRAY_BUFFER, n.buffer), i = 0, this.ATTRIBUTES.forEach(function(a) {
        return i += t.bindAttribute(a, n, i, !0);
      }), o.bufferData(o.ARRAY_BUFFER, this.array, o.DYNAMIC_DRAW)) : (o.bindBuffer(o.ARRAY_BUFFER, s), i = 0, this.ATTRIBUTES.forEach(function(a) {
        return i += t.bindAttribute(a, n, i);
      }), o.bufferData(o.ARRAY_BUFFER, this.array, o.DYNAMIC_DRAW)), o.bindBuffer(o.ARRAY_BUFFER, null);
    }
  }, {
    key: "unbindProgram",
    value: function(n) {
      var t = this;
      this.isInstanced ? (this.CONSTANT_ATTRIBUTES.forEach(function(i) {
        return t.unbindAttribute(i, n, !1);
      }), this.ATTRIBUTES.forEach(function(i) {
        return t.unbindAttribute(i, n, !0);
      })) : this.ATTRIBUTES.forEach(function(i) {
        return t.unbindAttribute(i, n);
      });
    }
  }, {
    key: "bindAttribute",
    value: function(n, t, i, o) {
      var s = ca[n.type];
      if (typeof s != "number") throw new Error('Program.bind: yet unsupported attribute type "'.concat(n.type, '"'));
      var a = t.attributeLocations[n.name], u = t.gl;
      if (a !== -1) {
        u.enableVertexAttribArray(a);
        var l = this.isInstanced ? (o ? this.ATTRIBUTES_ITEMS_COUNT : an(this.CONSTANT_ATTRIBUTES)) * Float32Array.BYTES_PER_ELEMENT : this.ATTRIBUTES_ITEMS_COUNT * Float32Array.BYTES_PER_ELEMENT;
        if (u.vertexAttribPointer(a, n.size, n.type, n.normalized || !1, l, i), this.isInstanced && o)
          if (u instanceof WebGL2RenderingContext)
            u.vertexAttribDivisor(a, 1);
          else {
            var c = u.getExtension("ANGLE_instanced_arrays");
            c && c.vertexAttribDivisorANGLE(a, 1);
          }
      }
      return n.size * s;
    }
  }, {
    key: "unbindAttribute",
    value: function(n, t, i) {
      var o = t.attributeLocations[n.name], s = t.gl;
      if (o !== -1 && (s.disableVertexAttribArray(o), this.isInstanced && i))
        if (s instanceof WebGL2RenderingContext)
          s.vertexAttribDivisor(o, 0);
        else {
          var a = s.getExtension("ANGLE_instanced_arrays");
          a && a.vertexAttribDivisorANGLE(o, 0);
        }
    }
  }, {
    key: "reallocate",
    value: function(n) {
      n !== this.capacity && (this.capacity = n, this.verticesCount = this.VERTICES * n, this.array = new Float32Array(this.isInstanced ? this.capacity * this.ATTRIBUTES_ITEMS_COUNT : this.verticesCount * this.ATTRIBUTES_ITEMS_COUNT));
    }
  }, {
    key: "hasNothingToRender",
    value: function() {
      return this.verticesCount === 0;
    }
  }, {
    key: "renderProgram",
    value: function(n, t) {
      var i = t.gl, o = t.program;
      i.enable(i.BLEND), i.useProgram(o), this.setUniforms(n, t), this.drawWebGL(this.METHOD, t);
    }
  }, {
    key: "render",
    value: function(n) {
      this.hasNothingToRender() || (this.pickProgram && (this.pickProgram.gl.viewport(0, 0, n.width * n.pixelRatio / n.downSizingRatio, n.height * n.pixelRatio / n.downSizingRatio), this.bindProgram(this.pickProgram), this.renderProgram(U(U({}, n), {}, {
        pixelRatio: n.pixelRatio / n.downSizingRatio
      }), this.pickProgram), this.unbindProgram(this.pickProgram)), this.normalProgram.gl.viewport(0, 0, n.width * n.pixelRatio, n.height * n.pixelRatio), this.bindProgram(this.normalProgram), this.renderProgram(n, this.normalProgram), this.unbindProgram(this.normalProgram));
    }
  }, {
    key: "drawWebGL",
    value: function(n, t) {
      var i = t.gl, o = t.frameBuffer;
      if (i.bindFramebuffer(i.FRAMEBUFFER, o), !this.isInstanced)
        i.drawArrays(n, 0, this.verticesCount);
      else if (i instanceof WebGL2RenderingContext)
        i.drawArraysInstanced(n, 0, this.VERTICES, this.capacity);
      else {
        var s = i.getExtension("ANGLE_instanced_arrays");
        s && s.drawArraysInstancedANGLE(n, 0, this.VERTICES, this.capacity);
      }
    }
  }]);
})(), dr = /* @__PURE__ */ (function(r) {
  function e() {
    return ce(this, e), fe(this, e, arguments);
  }
  return ge(e, r), de(e, [{
    key: "kill",
    value: function() {
      ur(e, "kill", this)([]);
    }
  }, {
    key: "process",
    value: function(t, i, o) {
      var s = i * this.STRIDE;
      if (o.hidden) {
        for (var a = s + this.STRIDE; s < a; s++)
          this.array[s] = 0;
        return;
      }
      return this.processVisibleItem(ar(t), s, o);
    }
  }]);
})(cr), Vt = /* @__PURE__ */ (function(r) {
  function e() {
    var n;
    ce(this, e);
    for (var t = arguments.length, i = new Array(t), o = 0; o < t; o++)
      i[o] = arguments[o];
    return n = fe(this, e, [].concat(i)), N(n, "drawLabel", void 0), n;
  }
  return ge(e, r), de(e, [{
    key: "kill",
    value: function() {
      ur(e, "kill", this)([]);
    }
  }, {
    key: "process",
    value: function(t, i, o, s, a) {
      var u = i * this.STRIDE;
      if (a.hidden || o.hidden || s.hidden) {
        for (var l = u + this.STRIDE; u < l; u++)
          this.array[u] = 0;
        return;
      }
      return this.processVisibleItem(ar(t), u, o, s, a);
    }
  }]);
})(cr);
function hr(r, e) {
  return /* @__PURE__ */ (function() {
    function n(t, i, o) {
      ce(this, n), N(this, "drawLabel", e), this.programs = r.map(function(s) {
        return new s(t, i, o);
      });
    }
    return de(n, [{
      key: "reallocate",
      value: function(i) {
        this.programs.forEach(function(o) {
          return o.reallocate(i);
        });
      }
    }, {
      key: "process",
      value: function(i, o, s, a, u) {
        this.programs.forEach(function(l) {
          return l.process(i, o, s, a, u);
        });
      }
    }, {
      key: "render",
      value: function(i) {
        this.programs.forEach(function(o) {
          return o.render(i);
        });
      }
    }, {
      key: "kill",
      value: function() {
        this.programs.forEach(function(i) {
          return i.kill();
        });
      }
    }]);
  })();
}
function da(r, e, n, t, i) {
  var o = i.edgeLabelSize, s = i.edgeLabelFont, a = i.edgeLabelWeight, u = i.edgeLabelColor.attribute ? e[i.edgeLabelColor.attribute] || i.edgeLabelColor.color || "#000" : i.edgeLabelColor.color, l = e.label;
  if (l) {
    r.fillStyle = u, r.font = "".concat(a, " ").concat(o, "px ").concat(s);
    var c = n.size, h = t.size, g = n.x, p = n.y, S = t.x, E = t.y, A = (g + S) / 2, P = (p + E) / 2, R = S - g, T = E - p, v = Math.sqrt(R * R + T * T);
    if (!(v < c + h)) {
      g += R * c / v, p += T * c / v, S -= R * h / v, E -= T * h / v, A = (g + S) / 2, P = (p + E) / 2, R = S - g, T = E - p, v = Math.sqrt(R * R + T * T);
      var k = r.measureText(l).width;
      if (k > v) {
        var C = "…";
        for (l = l + C, k = r.measureText(l).width; k > v && l.length > 1; )
          l = l.slice(0, -2) + C, k = r.measureText(l).width;
        if (l.length < 4) return;
      }
      var L;
      R > 0 ? T > 0 ? L = Math.acos(R / v) : L = Math.asin(T / v) : T > 0 ? L = Math.acos(R / v) + Math.PI : L = Math.asin(R / v) + Math.PI / 2, r.save(), r.translate(A, P), r.rotate(L), r.fillText(l, -k / 2, e.size / 2 + o), r.restore();
    }
  }
}
function fr(r, e, n) {
  if (e.label) {
    var t = n.labelSize, i = n.labelFont, o = n.labelWeight, s = n.labelColor.attribute ? e[n.labelColor.attribute] || n.labelColor.color || "#000" : n.labelColor.color;
    r.fillStyle = s, r.font = "".concat(o, " ").concat(t, "px ").concat(i), r.fillText(e.label, e.x + e.size + 3, e.y + t / 3);
  }
}
function ha(r, e, n) {
  var t = n.labelSize, i = n.labelFont, o = n.labelWeight;
  r.font = "".concat(o, " ").concat(t, "px ").concat(i), r.fillStyle = "#FFF", r.shadowOffsetX = 0, r.shadowOffsetY = 0, r.shadowBlur = 8, r.shadowColor = "#000";
  var s = 2;
  if (typeof e.label == "string") {
    var a = r.measureText(e.label).width, u = Math.round(a + 5), l = Math.round(t + 2 * s), c = Math.max(e.size, t / 2) + s, h = Math.asin(l / 2 / c), g = Math.sqrt(Math.abs(Math.pow(c, 2) - Math.pow(l / 2, 2)));
    r.beginPath(), r.moveTo(e.x + g, e.y + l / 2), r.lineTo(e.x + c + u, e.y + l / 2), r.lineTo(e.x + c + u, e.y - l / 2), r.lineTo(e.x + g, e.y - l / 2), r.arc(e.x, e.y, c, h, -h), r.closePath(), r.fill();
  } else
    r.beginPath(), r.arc(e.x, e.y, e.size + s, 0, Math.PI * 2), r.closePath(), r.fill();
  r.shadowOffsetX = 0, r.shadowOffsetY = 0, r.shadowBlur = 0, fr(r, e, n);
}
var fa = (
  /*glsl*/
  `
precision highp float;

varying vec4 v_color;
varying vec2 v_diffVector;
varying float v_radius;

uniform float u_correctionRatio;

const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);

void main(void) {
  float border = u_correctionRatio * 2.0;
  float dist = length(v_diffVector) - v_radius + border;

  // No antialiasing for picking mode:
  #ifdef PICKING_MODE
  if (dist > border)
    gl_FragColor = transparent;
  else
    gl_FragColor = v_color;

  #else
  float t = 0.0;
  if (dist > border)
    t = 1.0;
  else if (dist > 0.0)
    t = dist / border;

  gl_FragColor = mix(v_color, transparent, t);
  #endif
}
`
), ga = fa, pa = (
  /*glsl*/
  `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_angle;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;

varying vec4 v_color;
varying vec2 v_diffVector;
varying float v_radius;
varying float v_border;

const float bias = 255.0 / 254.0;

void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  vec2 diffVector = size * vec2(cos(a_angle), sin(a_angle));
  vec2 position = a_position + diffVector;
  gl_Position = vec4(
    (u_matrix * vec3(position, 1)).xy,
    0,
    1
  );

  v_diffVector = diffVector;
  v_radius = size / 2.0;

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), ma = pa, gr = WebGLRenderingContext, Qn = gr.UNSIGNED_BYTE, un = gr.FLOAT, va = ["u_sizeRatio", "u_correctionRatio", "u_matrix"], Kt = /* @__PURE__ */ (function(r) {
  function e() {
    return ce(this, e), fe(this, e, arguments);
  }
  return ge(e, r), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: ma,
        FRAGMENT_SHADER_SOURCE: ga,
        METHOD: WebGLRenderingContext.TRIANGLES,
        UNIFORMS: va,
        ATTRIBUTES: [{
          name: "a_position",
          size: 2,
          type: un
        }, {
          name: "a_size",
          size: 1,
          type: un
        }, {
          name: "a_color",
          size: 4,
          type: Qn,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: Qn,
          normalized: !0
        }],
        CONSTANT_ATTRIBUTES: [{
          name: "a_angle",
          size: 1,
          type: un
        }],
        CONSTANT_DATA: [[e.ANGLE_1], [e.ANGLE_2], [e.ANGLE_3]]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(t, i, o) {
      var s = this.array, a = Ke(o.color);
      s[i++] = o.x, s[i++] = o.y, s[i++] = o.size, s[i++] = a, s[i++] = t;
    }
  }, {
    key: "setUniforms",
    value: function(t, i) {
      var o = i.gl, s = i.uniformLocations, a = s.u_sizeRatio, u = s.u_correctionRatio, l = s.u_matrix;
      o.uniform1f(u, t.correctionRatio), o.uniform1f(a, t.sizeRatio), o.uniformMatrix3fv(l, !1, t.matrix);
    }
  }]);
})(dr);
N(Kt, "ANGLE_1", 0);
N(Kt, "ANGLE_2", 2 * Math.PI / 3);
N(Kt, "ANGLE_3", 4 * Math.PI / 3);
var ya = (
  /*glsl*/
  `
precision mediump float;

varying vec4 v_color;

void main(void) {
  gl_FragColor = v_color;
}
`
), ba = ya, wa = (
  /*glsl*/
  `
attribute vec2 a_position;
attribute vec2 a_normal;
attribute float a_radius;
attribute vec3 a_barycentric;

#ifdef PICKING_MODE
attribute vec4 a_id;
#else
attribute vec4 a_color;
#endif

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_lengthToThicknessRatio;
uniform float u_widenessToThicknessRatio;

varying vec4 v_color;

const float bias = 255.0 / 254.0;

void main() {
  float minThickness = u_minEdgeThickness;

  float normalLength = length(a_normal);
  vec2 unitNormal = a_normal / normalLength;

  // These first computations are taken from edge.vert.glsl and
  // edge.clamped.vert.glsl. Please read it to get better comments on what's
  // happening:
  float pixelsThickness = max(normalLength / u_sizeRatio, minThickness);
  float webGLThickness = pixelsThickness * u_correctionRatio;
  float webGLNodeRadius = a_radius * 2.0 * u_correctionRatio / u_sizeRatio;
  float webGLArrowHeadLength = webGLThickness * u_lengthToThicknessRatio * 2.0;
  float webGLArrowHeadThickness = webGLThickness * u_widenessToThicknessRatio;

  float da = a_barycentric.x;
  float db = a_barycentric.y;
  float dc = a_barycentric.z;

  vec2 delta = vec2(
      da * (webGLNodeRadius * unitNormal.y)
    + db * ((webGLNodeRadius + webGLArrowHeadLength) * unitNormal.y + webGLArrowHeadThickness * unitNormal.x)
    + dc * ((webGLNodeRadius + webGLArrowHeadLength) * unitNormal.y - webGLArrowHeadThickness * unitNormal.x),

      da * (-webGLNodeRadius * unitNormal.x)
    + db * (-(webGLNodeRadius + webGLArrowHeadLength) * unitNormal.x + webGLArrowHeadThickness * unitNormal.y)
    + dc * (-(webGLNodeRadius + webGLArrowHeadLength) * unitNormal.x - webGLArrowHeadThickness * unitNormal.y)
  );

  vec2 position = (u_matrix * vec3(a_position + delta, 1)).xy;

  gl_Position = vec4(position, 0, 1);

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), _a = wa, pr = WebGLRenderingContext, ei = pr.UNSIGNED_BYTE, zt = pr.FLOAT, ka = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_minEdgeThickness", "u_lengthToThicknessRatio", "u_widenessToThicknessRatio"], Tn = {
  extremity: "target",
  lengthToThicknessRatio: 2.5,
  widenessToThicknessRatio: 2
};
function Wt(r) {
  var e = U(U({}, Tn), r || {});
  return /* @__PURE__ */ (function(n) {
    function t() {
      return ce(this, t), fe(this, t, arguments);
    }
    return ge(t, n), de(t, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 3,
          VERTEX_SHADER_SOURCE: _a,
          FRAGMENT_SHADER_SOURCE: ba,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: ka,
          ATTRIBUTES: [{
            name: "a_position",
            size: 2,
            type: zt
          }, {
            name: "a_normal",
            size: 2,
            type: zt
          }, {
            name: "a_radius",
            size: 1,
            type: zt
          }, {
            name: "a_color",
            size: 4,
            type: ei,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: ei,
            normalized: !0
          }],
          CONSTANT_ATTRIBUTES: [{
            name: "a_barycentric",
            size: 3,
            type: zt
          }],
          CONSTANT_DATA: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        };
      }
    }, {
      key: "processVisibleItem",
      value: function(o, s, a, u, l) {
        if (e.extremity === "source") {
          var c = [u, a];
          a = c[0], u = c[1];
        }
        var h = l.size || 1, g = u.size || 1, p = a.x, S = a.y, E = u.x, A = u.y, P = Ke(l.color), R = E - p, T = A - S, v = R * R + T * T, k = 0, C = 0;
        v && (v = 1 / Math.sqrt(v), k = -T * v * h, C = R * v * h);
        var L = this.array;
        L[s++] = E, L[s++] = A, L[s++] = -k, L[s++] = -C, L[s++] = g, L[s++] = P, L[s++] = o;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, u = s.uniformLocations, l = u.u_matrix, c = u.u_sizeRatio, h = u.u_correctionRatio, g = u.u_minEdgeThickness, p = u.u_lengthToThicknessRatio, S = u.u_widenessToThicknessRatio;
        a.uniformMatrix3fv(l, !1, o.matrix), a.uniform1f(c, o.sizeRatio), a.uniform1f(h, o.correctionRatio), a.uniform1f(g, o.minEdgeThickness), a.uniform1f(p, e.lengthToThicknessRatio), a.uniform1f(S, e.widenessToThicknessRatio);
      }
    }]);
  })(Vt);
}
Wt();
var Ea = (
  /*glsl*/
  `
precision mediump float;

varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;

const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);

void main(void) {
  // We only handle antialiasing for normal mode:
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float dist = length(v_normal) * v_thickness;

  float t = smoothstep(
    v_thickness - v_feather,
    v_thickness,
    dist
  );

  gl_FragColor = mix(v_color, transparent, t);
  #endif
}
`
), xn = Ea, Sa = (
  /*glsl*/
  `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_positionStart;
attribute vec2 a_positionEnd;
attribute float a_positionCoef;
attribute float a_radius;
attribute float a_radiusCoef;

uniform mat3 u_matrix;
uniform float u_zoomRatio;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_lengthToThicknessRatio;
uniform float u_feather;

varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;

const float bias = 255.0 / 254.0;

void main() {
  float minThickness = u_minEdgeThickness;

  float radius = a_radius * a_radiusCoef;
  vec2 normal = a_normal * a_normalCoef;
  vec2 position = a_positionStart * (1.0 - a_positionCoef) + a_positionEnd * a_positionCoef;

  float normalLength = length(normal);
  vec2 unitNormal = normal / normalLength;

  // These first computations are taken from edge.vert.glsl. Please read it to
  // get better comments on what's happening:
  float pixelsThickness = max(normalLength, minThickness * u_sizeRatio);
  float webGLThickness = pixelsThickness * u_correctionRatio / u_sizeRatio;

  // Here, we move the point to leave space for the arrow head:
  float direction = sign(radius);
  float webGLNodeRadius = direction * radius * 2.0 * u_correctionRatio / u_sizeRatio;
  float webGLArrowHeadLength = webGLThickness * u_lengthToThicknessRatio * 2.0;

  vec2 compensationVector = vec2(-direction * unitNormal.y, direction * unitNormal.x) * (webGLNodeRadius + webGLArrowHeadLength);

  // Here is the proper position of the vertex
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * webGLThickness + compensationVector, 1)).xy, 0, 1);

  v_thickness = webGLThickness / u_zoomRatio;

  v_normal = unitNormal;

  v_feather = u_feather * u_correctionRatio / u_zoomRatio / u_pixelRatio * 2.0;

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), Ra = Sa, mr = WebGLRenderingContext, ti = mr.UNSIGNED_BYTE, We = mr.FLOAT, Ta = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness", "u_lengthToThicknessRatio"], xa = {
  lengthToThicknessRatio: Tn.lengthToThicknessRatio
};
function vr(r) {
  var e = U(U({}, xa), {});
  return /* @__PURE__ */ (function(n) {
    function t() {
      return ce(this, t), fe(this, t, arguments);
    }
    return ge(t, n), de(t, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 6,
          VERTEX_SHADER_SOURCE: Ra,
          FRAGMENT_SHADER_SOURCE: xn,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: Ta,
          ATTRIBUTES: [{
            name: "a_positionStart",
            size: 2,
            type: We
          }, {
            name: "a_positionEnd",
            size: 2,
            type: We
          }, {
            name: "a_normal",
            size: 2,
            type: We
          }, {
            name: "a_color",
            size: 4,
            type: ti,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: ti,
            normalized: !0
          }, {
            name: "a_radius",
            size: 1,
            type: We
          }],
          CONSTANT_ATTRIBUTES: [
            // If 0, then position will be a_positionStart
            // If 1, then position will be a_positionEnd
            {
              name: "a_positionCoef",
              size: 1,
              type: We
            },
            {
              name: "a_normalCoef",
              size: 1,
              type: We
            },
            {
              name: "a_radiusCoef",
              size: 1,
              type: We
            }
          ],
          CONSTANT_DATA: [[0, 1, 0], [0, -1, 0], [1, 1, 1], [1, 1, 1], [0, -1, 0], [1, -1, -1]]
        };
      }
    }, {
      key: "processVisibleItem",
      value: function(o, s, a, u, l) {
        var c = l.size || 1, h = a.x, g = a.y, p = u.x, S = u.y, E = Ke(l.color), A = p - h, P = S - g, R = u.size || 1, T = A * A + P * P, v = 0, k = 0;
        T && (T = 1 / Math.sqrt(T), v = -P * T * c, k = A * T * c);
        var C = this.array;
        C[s++] = h, C[s++] = g, C[s++] = p, C[s++] = S, C[s++] = v, C[s++] = k, C[s++] = E, C[s++] = o, C[s++] = R;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, u = s.uniformLocations, l = u.u_matrix, c = u.u_zoomRatio, h = u.u_feather, g = u.u_pixelRatio, p = u.u_correctionRatio, S = u.u_sizeRatio, E = u.u_minEdgeThickness, A = u.u_lengthToThicknessRatio;
        a.uniformMatrix3fv(l, !1, o.matrix), a.uniform1f(c, o.zoomRatio), a.uniform1f(S, o.sizeRatio), a.uniform1f(p, o.correctionRatio), a.uniform1f(g, o.pixelRatio), a.uniform1f(h, o.antiAliasingFeather), a.uniform1f(E, o.minEdgeThickness), a.uniform1f(A, e.lengthToThicknessRatio);
      }
    }]);
  })(Vt);
}
vr();
function Aa(r) {
  return hr([vr(), Wt(r)]);
}
var Ca = Aa(), La = Ca, Da = (
  /*glsl*/
  `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_positionStart;
attribute vec2 a_positionEnd;
attribute float a_positionCoef;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_zoomRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_feather;

varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;

const float bias = 255.0 / 254.0;

void main() {
  float minThickness = u_minEdgeThickness;

  vec2 normal = a_normal * a_normalCoef;
  vec2 position = a_positionStart * (1.0 - a_positionCoef) + a_positionEnd * a_positionCoef;

  float normalLength = length(normal);
  vec2 unitNormal = normal / normalLength;

  // We require edges to be at least "minThickness" pixels thick *on screen*
  // (so we need to compensate the size ratio):
  float pixelsThickness = max(normalLength, minThickness * u_sizeRatio);

  // Then, we need to retrieve the normalized thickness of the edge in the WebGL
  // referential (in a ([0, 1], [0, 1]) space), using our "magic" correction
  // ratio:
  float webGLThickness = pixelsThickness * u_correctionRatio / u_sizeRatio;

  // Here is the proper position of the vertex
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * webGLThickness, 1)).xy, 0, 1);

  // For the fragment shader though, we need a thickness that takes the "magic"
  // correction ratio into account (as in webGLThickness), but so that the
  // antialiasing effect does not depend on the zoom level. So here's yet
  // another thickness version:
  v_thickness = webGLThickness / u_zoomRatio;

  v_normal = unitNormal;

  v_feather = u_feather * u_correctionRatio / u_zoomRatio / u_pixelRatio * 2.0;

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), Ga = Da, yr = WebGLRenderingContext, ni = yr.UNSIGNED_BYTE, pt = yr.FLOAT, Na = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness"], Pa = /* @__PURE__ */ (function(r) {
  function e() {
    return ce(this, e), fe(this, e, arguments);
  }
  return ge(e, r), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: Ga,
        FRAGMENT_SHADER_SOURCE: xn,
        METHOD: WebGLRenderingContext.TRIANGLES,
        UNIFORMS: Na,
        ATTRIBUTES: [{
          name: "a_positionStart",
          size: 2,
          type: pt
        }, {
          name: "a_positionEnd",
          size: 2,
          type: pt
        }, {
          name: "a_normal",
          size: 2,
          type: pt
        }, {
          name: "a_color",
          size: 4,
          type: ni,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: ni,
          normalized: !0
        }],
        CONSTANT_ATTRIBUTES: [
          // If 0, then position will be a_positionStart
          // If 2, then position will be a_positionEnd
          {
            name: "a_positionCoef",
            size: 1,
            type: pt
          },
          {
            name: "a_normalCoef",
            size: 1,
            type: pt
          }
        ],
        CONSTANT_DATA: [[0, 1], [0, -1], [1, 1], [1, 1], [0, -1], [1, -1]]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(t, i, o, s, a) {
      var u = a.size || 1, l = o.x, c = o.y, h = s.x, g = s.y, p = Ke(a.color), S = h - l, E = g - c, A = S * S + E * E, P = 0, R = 0;
      A && (A = 1 / Math.sqrt(A), P = -E * A * u, R = S * A * u);
      var T = this.array;
      T[i++] = l, T[i++] = c, T[i++] = h, T[i++] = g, T[i++] = P, T[i++] = R, T[i++] = p, T[i++] = t;
    }
  }, {
    key: "setUniforms",
    value: function(t, i) {
      var o = i.gl, s = i.uniformLocations, a = s.u_matrix, u = s.u_zoomRatio, l = s.u_feather, c = s.u_pixelRatio, h = s.u_correctionRatio, g = s.u_sizeRatio, p = s.u_minEdgeThickness;
      o.uniformMatrix3fv(a, !1, t.matrix), o.uniform1f(u, t.zoomRatio), o.uniform1f(g, t.sizeRatio), o.uniform1f(h, t.correctionRatio), o.uniform1f(c, t.pixelRatio), o.uniform1f(l, t.antiAliasingFeather), o.uniform1f(p, t.minEdgeThickness);
    }
  }]);
})(Vt), An = /* @__PURE__ */ (function(r) {
  function e() {
    var n;
    return ce(this, e), n = fe(this, e), n.rawEmitter = n, n;
  }
  return ge(e, r), de(e);
})(Ui.EventEmitter), $a = nr();
const Fa = /* @__PURE__ */ Mi($a);
var Ia = function(e) {
  return e;
}, za = function(e) {
  return e * e;
}, Oa = function(e) {
  return e * (2 - e);
}, Ma = function(e) {
  return (e *= 2) < 1 ? 0.5 * e * e : -0.5 * (--e * (e - 2) - 1);
}, Ua = function(e) {
  return e * e * e;
}, Ba = function(e) {
  return --e * e * e + 1;
}, Wa = function(e) {
  return (e *= 2) < 1 ? 0.5 * e * e * e : 0.5 * ((e -= 2) * e * e + 2);
}, Ha = {
  linear: Ia,
  quadraticIn: za,
  quadraticOut: Oa,
  quadraticInOut: Ma,
  cubicIn: Ua,
  cubicOut: Ba,
  cubicInOut: Wa
}, ja = {
  easing: "quadraticInOut",
  duration: 150
};
function ke() {
  return Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
}
function Ot(r, e, n) {
  return r[0] = e, r[4] = typeof n == "number" ? n : e, r;
}
function ii(r, e) {
  var n = Math.sin(e), t = Math.cos(e);
  return r[0] = t, r[1] = n, r[3] = -n, r[4] = t, r;
}
function ri(r, e, n) {
  return r[6] = e, r[7] = n, r;
}
function Fe(r, e) {
  var n = r[0], t = r[1], i = r[2], o = r[3], s = r[4], a = r[5], u = r[6], l = r[7], c = r[8], h = e[0], g = e[1], p = e[2], S = e[3], E = e[4], A = e[5], P = e[6], R = e[7], T = e[8];
  return r[0] = h * n + g * o + p * u, r[1] = h * t + g * s + p * l, r[2] = h * i + g * a + p * c, r[3] = S * n + E * o + A * u, r[4] = S * t + E * s + A * l, r[5] = S * i + E * a + A * c, r[6] = P * n + R * o + T * u, r[7] = P * t + R * s + T * l, r[8] = P * i + R * a + T * c, r;
}
function mn(r, e) {
  var n = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : 1, t = r[0], i = r[1], o = r[3], s = r[4], a = r[6], u = r[7], l = e.x, c = e.y;
  return {
    x: l * t + c * o + a * n,
    y: l * i + c * s + u * n
  };
}
function qa(r, e) {
  var n = r.height / r.width, t = e.height / e.width;
  return n < 1 && t > 1 || n > 1 && t < 1 ? 1 : Math.min(Math.max(t, 1 / t), Math.max(1 / n, n));
}
function mt(r, e, n, t, i) {
  var o = r.angle, s = r.ratio, a = r.x, u = r.y, l = e.width, c = e.height, h = ke(), g = Math.min(l, c) - 2 * t, p = qa(e, n);
  return i ? (Fe(h, ri(ke(), a, u)), Fe(h, Ot(ke(), s)), Fe(h, ii(ke(), o)), Fe(h, Ot(ke(), l / g / 2 / p, c / g / 2 / p))) : (Fe(h, Ot(ke(), 2 * (g / l) * p, 2 * (g / c) * p)), Fe(h, ii(ke(), -o)), Fe(h, Ot(ke(), 1 / s)), Fe(h, ri(ke(), -a, -u))), h;
}
function Va(r, e, n) {
  var t = mn(r, {
    x: Math.cos(e.angle),
    y: Math.sin(e.angle)
  }, 0), i = t.x, o = t.y;
  return 1 / Math.sqrt(Math.pow(i, 2) + Math.pow(o, 2)) / n.width;
}
function Ka(r) {
  if (!r.order) return {
    x: [0, 1],
    y: [0, 1]
  };
  var e = 1 / 0, n = -1 / 0, t = 1 / 0, i = -1 / 0;
  return r.forEachNode(function(o, s) {
    var a = s.x, u = s.y;
    a < e && (e = a), a > n && (n = a), u < t && (t = u), u > i && (i = u);
  }), {
    x: [e, n],
    y: [t, i]
  };
}
function Za(r) {
  if (!Fa(r)) throw new Error("Sigma: invalid graph instance.");
  r.forEachNode(function(e, n) {
    if (!Number.isFinite(n.x) || !Number.isFinite(n.y))
      throw new Error("Sigma: Coordinates of node ".concat(e, " are invalid. A node must have a numeric 'x' and 'y' attribute."));
  });
}
function Ya(r, e, n) {
  var t = document.createElement(r);
  if (e)
    for (var i in e)
      t.style[i] = e[i];
  if (n)
    for (var o in n)
      t.setAttribute(o, n[o]);
  return t;
}
function oi() {
  return typeof window.devicePixelRatio < "u" ? window.devicePixelRatio : 1;
}
function si(r, e, n) {
  return n.sort(function(t, i) {
    var o = e(t) || 0, s = e(i) || 0;
    return o < s ? -1 : o > s ? 1 : 0;
  });
}
function ai(r) {
  var e = st(r.x, 2), n = e[0], t = e[1], i = st(r.y, 2), o = i[0], s = i[1], a = Math.max(t - n, s - o), u = (t + n) / 2, l = (s + o) / 2;
  (a === 0 || Math.abs(a) === 1 / 0 || isNaN(a)) && (a = 1), isNaN(u) && (u = 0), isNaN(l) && (l = 0);
  var c = function(g) {
    return {
      x: 0.5 + (g.x - u) / a,
      y: 0.5 + (g.y - l) / a
    };
  };
  return c.applyTo = function(h) {
    h.x = 0.5 + (h.x - u) / a, h.y = 0.5 + (h.y - l) / a;
  }, c.inverse = function(h) {
    return {
      x: u + a * (h.x - 0.5),
      y: l + a * (h.y - 0.5)
    };
  }, c.ratio = a, c;
}
function vn(r) {
  "@babel/helpers - typeof";
  return vn = typeof Symbol == "function" && typeof Symbol.iterator == "symbol" ? function(e) {
    return typeof e;
  } : function(e) {
    return e && typeof Symbol == "function" && e.constructor === Symbol && e !== Symbol.prototype ? "symbol" : typeof e;
  }, vn(r);
}
function ui(r, e) {
  var n = e.size;
  if (n !== 0) {
    var t = r.length;
    r.length += n;
    var i = 0;
    e.forEach(function(o) {
      r[t + i] = o, i++;
    });
  }
}
function ln(r) {
  r = r || {};
  for (var e = 0, n = arguments.length <= 1 ? 0 : arguments.length - 1; e < n; e++) {
    var t = e + 1 < 1 || arguments.length <= e + 1 ? void 0 : arguments[e + 1];
    t && Object.assign(r, t);
  }
  return r;
}
var Cn = {
  // Performance
  hideEdgesOnMove: !1,
  hideLabelsOnMove: !1,
  renderLabels: !0,
  renderEdgeLabels: !1,
  enableEdgeEvents: !1,
  // Component rendering
  defaultNodeColor: "#999",
  defaultNodeType: "circle",
  defaultEdgeColor: "#ccc",
  defaultEdgeType: "line",
  labelFont: "Arial",
  labelSize: 14,
  labelWeight: "normal",
  labelColor: {
    color: "#000"
  },
  edgeLabelFont: "Arial",
  edgeLabelSize: 14,
  edgeLabelWeight: "normal",
  edgeLabelColor: {
    attribute: "color"
  },
  stagePadding: 30,
  defaultDrawEdgeLabel: da,
  defaultDrawNodeLabel: fr,
  defaultDrawNodeHover: ha,
  minEdgeThickness: 1.7,
  antiAliasingFeather: 1,
  // Mouse and touch settings
  dragTimeout: 100,
  draggedEventsTolerance: 3,
  inertiaDuration: 200,
  inertiaRatio: 3,
  zoomDuration: 250,
  zoomingRatio: 1.7,
  doubleClickTimeout: 300,
  doubleClickZoomingRatio: 2.2,
  doubleClickZoomingDuration: 200,
  tapMoveTolerance: 10,
  // Size and scaling
  zoomToSizeRatioFunction: Math.sqrt,
  itemSizesReference: "screen",
  autoRescale: !0,
  autoCenter: !0,
  // Labels
  labelDensity: 1,
  labelGridCellSize: 100,
  labelRenderedSizeThreshold: 6,
  // Reducers
  nodeReducer: null,
  edgeReducer: null,
  // Features
  zIndex: !1,
  minCameraRatio: null,
  maxCameraRatio: null,
  enableCameraZooming: !0,
  enableCameraPanning: !0,
  enableCameraRotation: !0,
  cameraPanBoundaries: null,
  // Lifecycle
  allowInvalidContainer: !1,
  // Program classes
  nodeProgramClasses: {},
  nodeHoverProgramClasses: {},
  edgeProgramClasses: {}
}, Xa = {
  circle: Kt
}, Ja = {
  arrow: La,
  line: Pa
};
function cn(r) {
  if (typeof r.labelDensity != "number" || r.labelDensity < 0)
    throw new Error("Settings: invalid `labelDensity`. Expecting a positive number.");
  var e = r.minCameraRatio, n = r.maxCameraRatio;
  if (typeof e == "number" && typeof n == "number" && n < e)
    throw new Error("Settings: invalid camera ratio boundaries. Expecting `maxCameraRatio` to be greater than `minCameraRatio`.");
}
function Qa(r) {
  var e = ln({}, Cn, r);
  return e.nodeProgramClasses = ln({}, Xa, e.nodeProgramClasses), e.edgeProgramClasses = ln({}, Ja, e.edgeProgramClasses), e;
}
var Mt = 1.5, li = /* @__PURE__ */ (function(r) {
  function e() {
    var n;
    return ce(this, e), n = fe(this, e), N(n, "x", 0.5), N(n, "y", 0.5), N(n, "angle", 0), N(n, "ratio", 1), N(n, "minRatio", null), N(n, "maxRatio", null), N(n, "enabledZooming", !0), N(n, "enabledPanning", !0), N(n, "enabledRotation", !0), N(n, "clean", null), N(n, "nextFrame", null), N(n, "previousState", null), N(n, "enabled", !0), n.previousState = n.getState(), n;
  }
  return ge(e, r), de(e, [{
    key: "enable",
    value: (
      /**
       * Method used to enable the camera.
       */
      function() {
        return this.enabled = !0, this;
      }
    )
    /**
     * Method used to disable the camera.
     */
  }, {
    key: "disable",
    value: function() {
      return this.enabled = !1, this;
    }
    /**
     * Method used to retrieve the camera's current state.
     */
  }, {
    key: "getState",
    value: function() {
      return {
        x: this.x,
        y: this.y,
        angle: this.angle,
        ratio: this.ratio
      };
    }
    /**
     * Method used to check whether the camera has the given state.
     */
  }, {
    key: "hasState",
    value: function(t) {
      return this.x === t.x && this.y === t.y && this.ratio === t.ratio && this.angle === t.angle;
    }
    /**
     * Method used to retrieve the camera's previous state.
     */
  }, {
    key: "getPreviousState",
    value: function() {
      var t = this.previousState;
      return t ? {
        x: t.x,
        y: t.y,
        angle: t.angle,
        ratio: t.ratio
      } : null;
    }
    /**
     * Method used to check minRatio and maxRatio values.
     */
  }, {
    key: "getBoundedRatio",
    value: function(t) {
      var i = t;
      return typeof this.minRatio == "number" && (i = Math.max(i, this.minRatio)), typeof this.maxRatio == "number" && (i = Math.min(i, this.maxRatio)), i;
    }
    /**
     * Method used to check various things to return a legit state candidate.
     */
  }, {
    key: "validateState",
    value: function(t) {
      var i = {};
      return this.enabledPanning && typeof t.x == "number" && (i.x = t.x), this.enabledPanning && typeof t.y == "number" && (i.y = t.y), this.enabledZooming && typeof t.ratio == "number" && (i.ratio = this.getBoundedRatio(t.ratio)), this.enabledRotation && typeof t.angle == "number" && (i.angle = t.angle), this.clean ? this.clean(U(U({}, this.getState()), i)) : i;
    }
    /**
     * Method used to check whether the camera is currently being animated.
     */
  }, {
    key: "isAnimated",
    value: function() {
      return !!this.nextFrame;
    }
    /**
     * Method used to set the camera's state.
     */
  }, {
    key: "setState",
    value: function(t) {
      if (!this.enabled) return this;
      this.previousState = this.getState();
      var i = this.validateState(t);
      return typeof i.x == "number" && (this.x = i.x), typeof i.y == "number" && (this.y = i.y), typeof i.ratio == "number" && (this.ratio = i.ratio), typeof i.angle == "number" && (this.angle = i.angle), this.hasState(this.previousState) || this.emit("updated", this.getState()), this;
    }
    /**
     * Method used to update the camera's state using a function.
     */
  }, {
    key: "updateState",
    value: function(t) {
      return this.setState(t(this.getState())), this;
    }
    /**
     * Method used to animate the camera.
     */
  }, {
    key: "animate",
    value: function(t) {
      var i = this, o = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, s = arguments.length > 2 ? arguments[2] : void 0;
      if (!s) return new Promise(function(p) {
        return i.animate(t, o, p);
      });
      if (this.enabled) {
        var a = U(U({}, ja), o), u = this.validateState(t), l = typeof a.easing == "function" ? a.easing : Ha[a.easing], c = Date.now(), h = this.getState(), g = function() {
          var S = (Date.now() - c) / a.duration;
          if (S >= 1) {
            i.nextFrame = null, i.setState(u), i.animationCallback && (i.animationCallback.call(null), i.animationCallback = void 0);
            return;
          }
          var E = l(S), A = {};
          typeof u.x == "number" && (A.x = h.x + (u.x - h.x) * E), typeof u.y == "number" && (A.y = h.y + (u.y - h.y) * E), i.enabledRotation && typeof u.angle == "number" && (A.angle = h.angle + (u.angle - h.angle) * E), typeof u.ratio == "number" && (A.ratio = h.ratio + (u.ratio - h.ratio) * E), i.setState(A), i.nextFrame = requestAnimationFrame(g);
        };
        this.nextFrame ? (cancelAnimationFrame(this.nextFrame), this.animationCallback && this.animationCallback.call(null), this.nextFrame = requestAnimationFrame(g)) : g(), this.animationCallback = s;
      }
    }
    /**
     * Method used to zoom the camera.
     */
  }, {
    key: "animatedZoom",
    value: function(t) {
      return t ? typeof t == "number" ? this.animate({
        ratio: this.ratio / t
      }) : this.animate({
        ratio: this.ratio / (t.factor || Mt)
      }, t) : this.animate({
        ratio: this.ratio / Mt
      });
    }
    /**
     * Method used to unzoom the camera.
     */
  }, {
    key: "animatedUnzoom",
    value: function(t) {
      return t ? typeof t == "number" ? this.animate({
        ratio: this.ratio * t
      }) : this.animate({
        ratio: this.ratio * (t.factor || Mt)
      }, t) : this.animate({
        ratio: this.ratio * Mt
      });
    }
    /**
     * Method used to reset the camera.
     */
  }, {
    key: "animatedReset",
    value: function(t) {
      return this.animate({
        x: 0.5,
        y: 0.5,
        ratio: 1,
        angle: 0
      }, t);
    }
    /**
     * Returns a new Camera instance, with the same state as the current camera.
     */
  }, {
    key: "copy",
    value: function() {
      return e.from(this.getState());
    }
  }], [{
    key: "from",
    value: function(t) {
      var i = new e();
      return i.setState(t);
    }
  }]);
})(An);
function Ee(r, e) {
  var n = e.getBoundingClientRect();
  return {
    x: r.clientX - n.left,
    y: r.clientY - n.top
  };
}
function Ce(r, e) {
  var n = U(U({}, Ee(r, e)), {}, {
    sigmaDefaultPrevented: !1,
    preventSigmaDefault: function() {
      n.sigmaDefaultPrevented = !0;
    },
    original: r
  });
  return n;
}
function vt(r) {
  var e = "x" in r ? r : U(U({}, r.touches[0] || r.previousTouches[0]), {}, {
    original: r.original,
    sigmaDefaultPrevented: r.sigmaDefaultPrevented,
    preventSigmaDefault: function() {
      r.sigmaDefaultPrevented = !0, e.sigmaDefaultPrevented = !0;
    }
  });
  return e;
}
function eu(r, e) {
  return U(U({}, Ce(r, e)), {}, {
    delta: br(r)
  });
}
var tu = 2;
function Ut(r) {
  for (var e = [], n = 0, t = Math.min(r.length, tu); n < t; n++) e.push(r[n]);
  return e;
}
function yt(r, e, n) {
  var t = {
    touches: Ut(r.touches).map(function(i) {
      return Ee(i, n);
    }),
    previousTouches: e.map(function(i) {
      return Ee(i, n);
    }),
    sigmaDefaultPrevented: !1,
    preventSigmaDefault: function() {
      t.sigmaDefaultPrevented = !0;
    },
    original: r
  };
  return t;
}
function br(r) {
  if (typeof r.deltaY < "u") return r.deltaY * -3 / 360;
  if (typeof r.detail < "u") return r.detail / -9;
  throw new Error("Captor: could not extract delta from event.");
}
var wr = /* @__PURE__ */ (function(r) {
  function e(n, t) {
    var i;
    return ce(this, e), i = fe(this, e), i.container = n, i.renderer = t, i;
  }
  return ge(e, r), de(e);
})(An), nu = ["doubleClickTimeout", "doubleClickZoomingDuration", "doubleClickZoomingRatio", "dragTimeout", "draggedEventsTolerance", "inertiaDuration", "inertiaRatio", "zoomDuration", "zoomingRatio"], iu = nu.reduce(function(r, e) {
  return U(U({}, r), {}, N({}, e, Cn[e]));
}, {}), ru = /* @__PURE__ */ (function(r) {
  function e(n, t) {
    var i;
    return ce(this, e), i = fe(this, e, [n, t]), N(i, "enabled", !0), N(i, "draggedEvents", 0), N(i, "downStartTime", null), N(i, "lastMouseX", null), N(i, "lastMouseY", null), N(i, "isMouseDown", !1), N(i, "isMoving", !1), N(i, "movingTimeout", null), N(i, "startCameraState", null), N(i, "clicks", 0), N(i, "doubleClickTimeout", null), N(i, "currentWheelDirection", 0), N(i, "settings", iu), i.handleClick = i.handleClick.bind(i), i.handleRightClick = i.handleRightClick.bind(i), i.handleDown = i.handleDown.bind(i), i.handleUp = i.handleUp.bind(i), i.handleMove = i.handleMove.bind(i), i.handleWheel = i.handleWheel.bind(i), i.handleLeave = i.handleLeave.bind(i), i.handleEnter = i.handleEnter.bind(i), n.addEventListener("click", i.handleClick, {
      capture: !1
    }), n.addEventListener("contextmenu", i.handleRightClick, {
      capture: !1
    }), n.addEventListener("mousedown", i.handleDown, {
      capture: !1
    }), n.addEventListener("wheel", i.handleWheel, {
      capture: !1
    }), n.addEventListener("mouseleave", i.handleLeave, {
      capture: !1
    }), n.addEventListener("mouseenter", i.handleEnter, {
      capture: !1
    }), document.addEventListener("mousemove", i.handleMove, {
      capture: !1
    }), document.addEventListener("mouseup", i.handleUp, {
      capture: !1
    }), i;
  }
  return ge(e, r), de(e, [{
    key: "kill",
    value: function() {
      var t = this.container;
      t.removeEventListener("click", this.handleClick), t.removeEventListener("contextmenu", this.handleRightClick), t.removeEventListener("mousedown", this.handleDown), t.removeEventListener("wheel", this.handleWheel), t.removeEventListener("mouseleave", this.handleLeave), t.removeEventListener("mouseenter", this.handleEnter), document.removeEventListener("mousemove", this.handleMove), document.removeEventListener("mouseup", this.handleUp);
    }
  }, {
    key: "handleClick",
    value: function(t) {
      var i = this;
      if (this.enabled) {
        if (this.clicks++, this.clicks === 2)
          return this.clicks = 0, typeof this.doubleClickTimeout == "number" && (clearTimeout(this.doubleClickTimeout), this.doubleClickTimeout = null), this.handleDoubleClick(t);
        setTimeout(function() {
          i.clicks = 0, i.doubleClickTimeout = null;
        }, this.settings.doubleClickTimeout), this.draggedEvents < this.settings.draggedEventsTolerance && this.emit("click", Ce(t, this.container));
      }
    }
  }, {
    key: "handleRightClick",
    value: function(t) {
      this.enabled && this.emit("rightClick", Ce(t, this.container));
    }
  }, {
    key: "handleDoubleClick",
    value: function(t) {
      if (this.enabled) {
        t.preventDefault(), t.stopPropagation();
        var i = Ce(t, this.container);
        if (this.emit("doubleClick", i), !i.sigmaDefaultPrevented) {
          var o = this.renderer.getCamera(), s = o.getBoundedRatio(o.getState().ratio / this.settings.doubleClickZoomingRatio);
          o.animate(this.renderer.getViewportZoomedState(Ee(t, this.container), s), {
            easing: "quadraticInOut",
            duration: this.settings.doubleClickZoomingDuration
          });
        }
      }
    }
  }, {
    key: "handleDown",
    value: function(t) {
      if (this.enabled) {
        if (t.button === 0) {
          this.startCameraState = this.renderer.getCamera().getState();
          var i = Ee(t, this.container), o = i.x, s = i.y;
          this.lastMouseX = o, this.lastMouseY = s, this.draggedEvents = 0, this.downStartTime = Date.now(), this.isMouseDown = !0;
        }
        this.emit("mousedown", Ce(t, this.container));
      }
    }
  }, {
    key: "handleUp",
    value: function(t) {
      var i = this;
      if (!(!this.enabled || !this.isMouseDown)) {
        var o = this.renderer.getCamera();
        this.isMouseDown = !1, typeof this.movingTimeout == "number" && (clearTimeout(this.movingTimeout), this.movingTimeout = null);
        var s = Ee(t, this.container), a = s.x, u = s.y, l = o.getState(), c = o.getPreviousState() || {
          x: 0,
          y: 0
        };
        this.isMoving ? o.animate({
          x: l.x + this.settings.inertiaRatio * (l.x - c.x),
          y: l.y + this.settings.inertiaRatio * (l.y - c.y)
        }, {
          duration: this.settings.inertiaDuration,
          easing: "quadraticOut"
        }) : (this.lastMouseX !== a || this.lastMouseY !== u) && o.setState({
          x: l.x,
          y: l.y
        }), this.isMoving = !1, setTimeout(function() {
          var h = i.draggedEvents > 0;
          i.draggedEvents = 0, h && i.renderer.getSetting("hideEdgesOnMove") && i.renderer.refresh();
        }, 0), this.emit("mouseup", Ce(t, this.container));
      }
    }
  }, {
    key: "handleMove",
    value: function(t) {
      var i = this;
      if (this.enabled) {
        var o = Ce(t, this.container);
        if (this.emit("mousemovebody", o), (t.target === this.container || t.composedPath()[0] === this.container) && this.emit("mousemove", o), !o.sigmaDefaultPrevented && this.isMouseDown) {
          this.isMoving = !0, this.draggedEvents++, typeof this.movingTimeout == "number" && clearTimeout(this.movingTimeout), this.movingTimeout = window.setTimeout(function() {
            i.movingTimeout = null, i.isMoving = !1;
          }, this.settings.dragTimeout);
          var s = this.renderer.getCamera(), a = Ee(t, this.container), u = a.x, l = a.y, c = this.renderer.viewportToFramedGraph({
            x: this.lastMouseX,
            y: this.lastMouseY
          }), h = this.renderer.viewportToFramedGraph({
            x: u,
            y: l
          }), g = c.x - h.x, p = c.y - h.y, S = s.getState(), E = S.x + g, A = S.y + p;
          s.setState({
            x: E,
            y: A
          }), this.lastMouseX = u, this.lastMouseY = l, t.preventDefault(), t.stopPropagation();
        }
      }
    }
  }, {
    key: "handleLeave",
    value: function(t) {
      this.emit("mouseleave", Ce(t, this.container));
    }
  }, {
    key: "handleEnter",
    value: function(t) {
      this.emit("mouseenter", Ce(t, this.container));
    }
  }, {
    key: "handleWheel",
    value: function(t) {
      var i = this, o = this.renderer.getCamera();
      if (!(!this.enabled || !o.enabledZooming)) {
        var s = br(t);
        if (s) {
          var a = eu(t, this.container);
          if (this.emit("wheel", a), a.sigmaDefaultPrevented) {
            t.preventDefault(), t.stopPropagation();
            return;
          }
          var u = o.getState().ratio, l = s > 0 ? 1 / this.settings.zoomingRatio : this.settings.zoomingRatio, c = o.getBoundedRatio(u * l), h = s > 0 ? 1 : -1, g = Date.now();
          u !== c && (t.preventDefault(), t.stopPropagation(), !(this.currentWheelDirection === h && this.lastWheelTriggerTime && g - this.lastWheelTriggerTime < this.settings.zoomDuration / 5) && (o.animate(this.renderer.getViewportZoomedState(Ee(t, this.container), c), {
            easing: "quadraticOut",
            duration: this.settings.zoomDuration
          }, function() {
            i.currentWheelDirection = 0;
          }), this.currentWheelDirection = h, this.lastWheelTriggerTime = g));
        }
      }
    }
  }, {
    key: "setSettings",
    value: function(t) {
      this.settings = t;
    }
  }]);
})(wr), ou = ["dragTimeout", "inertiaDuration", "inertiaRatio", "doubleClickTimeout", "doubleClickZoomingRatio", "doubleClickZoomingDuration", "tapMoveTolerance"], su = ou.reduce(function(r, e) {
  return U(U({}, r), {}, N({}, e, Cn[e]));
}, {}), au = /* @__PURE__ */ (function(r) {
  function e(n, t) {
    var i;
    return ce(this, e), i = fe(this, e, [n, t]), N(i, "enabled", !0), N(i, "isMoving", !1), N(i, "hasMoved", !1), N(i, "touchMode", 0), N(i, "startTouchesPositions", []), N(i, "lastTouches", []), N(i, "lastTap", null), N(i, "settings", su), i.handleStart = i.handleStart.bind(i), i.handleLeave = i.handleLeave.bind(i), i.handleMove = i.handleMove.bind(i), n.addEventListener("touchstart", i.handleStart, {
      capture: !1
    }), n.addEventListener("touchcancel", i.handleLeave, {
      capture: !1
    }), document.addEventListener("touchend", i.handleLeave, {
      capture: !1,
      passive: !1
    }), document.addEventListener("touchmove", i.handleMove, {
      capture: !1,
      passive: !1
    }), i;
  }
  return ge(e, r), de(e, [{
    key: "kill",
    value: function() {
      var t = this.container;
      t.removeEventListener("touchstart", this.handleStart), t.removeEventListener("touchcancel", this.handleLeave), document.removeEventListener("touchend", this.handleLeave), document.removeEventListener("touchmove", this.handleMove);
    }
  }, {
    key: "getDimensions",
    value: function() {
      return {
        width: this.container.offsetWidth,
        height: this.container.offsetHeight
      };
    }
  }, {
    key: "handleStart",
    value: function(t) {
      var i = this;
      if (this.enabled) {
        t.preventDefault();
        var o = Ut(t.touches);
        if (this.touchMode = o.length, this.startCameraState = this.renderer.getCamera().getState(), this.startTouchesPositions = o.map(function(p) {
          return Ee(p, i.container);
        }), this.touchMode === 2) {
          var s = st(this.startTouchesPositions, 2), a = s[0], u = a.x, l = a.y, c = s[1], h = c.x, g = c.y;
          this.startTouchesAngle = Math.atan2(g - l, h - u), this.startTouchesDistance = Math.sqrt(Math.pow(h - u, 2) + Math.pow(g - l, 2));
        }
        this.emit("touchdown", yt(t, this.lastTouches, this.container)), this.lastTouches = o, this.lastTouchesPositions = this.startTouchesPositions;
      }
    }
  }, {
    key: "handleLeave",
    value: function(t) {
      if (!(!this.enabled || !this.startTouchesPositions.length)) {
        switch (t.cancelable && t.preventDefault(), this.movingTimeout && (this.isMoving = !1, clearTimeout(this.movingTimeout)), this.touchMode) {
          // eslint-disable-next-line @typescript-eslint/ban-ts-comment
          // @ts-ignore
          case 2:
            if (t.touches.length === 1) {
              this.handleStart(t), t.preventDefault();
              break;
            }
          /* falls through */
          case 1:
            if (this.isMoving) {
              var i = this.renderer.getCamera(), o = i.getState(), s = i.getPreviousState() || {
                x: 0,
                y: 0
              };
              i.animate({
                x: o.x + this.settings.inertiaRatio * (o.x - s.x),
                y: o.y + this.settings.inertiaRatio * (o.y - s.y)
              }, {
                duration: this.settings.inertiaDuration,
                easing: "quadraticOut"
              });
            }
            this.hasMoved = !1, this.isMoving = !1, this.touchMode = 0;
            break;
        }
        if (this.emit("touchup", yt(t, this.lastTouches, this.container)), !t.touches.length) {
          var a = Ee(this.lastTouches[0], this.container), u = this.startTouchesPositions[0], l = Math.pow(a.x - u.x, 2) + Math.pow(a.y - u.y, 2);
          if (!t.touches.length && l < Math.pow(this.settings.tapMoveTolerance, 2))
            if (this.lastTap && Date.now() - this.lastTap.time < this.settings.doubleClickTimeout) {
              var c = yt(t, this.lastTouches, this.container);
              if (this.emit("doubletap", c), this.lastTap = null, !c.sigmaDefaultPrevented) {
                var h = this.renderer.getCamera(), g = h.getBoundedRatio(h.getState().ratio / this.settings.doubleClickZoomingRatio);
                h.animate(this.renderer.getViewportZoomedState(a, g), {
                  easing: "quadraticInOut",
                  duration: this.settings.doubleClickZoomingDuration
                });
              }
            } else {
              var p = yt(t, this.lastTouches, this.container);
              this.emit("tap", p), this.lastTap = {
                time: Date.now(),
                position: p.touches[0] || p.previousTouches[0]
              };
            }
        }
        this.lastTouches = Ut(t.touches), this.startTouchesPositions = [];
      }
    }
  }, {
    key: "handleMove",
    value: function(t) {
      var i = this;
      if (!(!this.enabled || !this.startTouchesPositions.length)) {
        t.preventDefault();
        var o = Ut(t.touches), s = o.map(function(ne) {
          return Ee(ne, i.container);
        }), a = this.lastTouches;
        this.lastTouches = o, this.lastTouchesPositions = s;
        var u = yt(t, a, this.container);
        if (this.emit("touchmove", u), !u.sigmaDefaultPrevented && (this.hasMoved || (this.hasMoved = s.some(function(ne, b) {
          var x = i.startTouchesPositions[b];
          return x && (ne.x !== x.x || ne.y !== x.y);
        })), !!this.hasMoved)) {
          this.isMoving = !0, this.movingTimeout && clearTimeout(this.movingTimeout), this.movingTimeout = window.setTimeout(function() {
            i.isMoving = !1;
          }, this.settings.dragTimeout);
          var l = this.renderer.getCamera(), c = this.startCameraState, h = this.renderer.getSetting("stagePadding");
          switch (this.touchMode) {
            case 1: {
              var g = this.renderer.viewportToFramedGraph((this.startTouchesPositions || [])[0]), p = g.x, S = g.y, E = this.renderer.viewportToFramedGraph(s[0]), A = E.x, P = E.y;
              l.setState({
                x: c.x + p - A,
                y: c.y + S - P
              });
              break;
            }
            case 2: {
              var R = {
                x: 0.5,
                y: 0.5,
                angle: 0,
                ratio: 1
              }, T = s[0], v = T.x, k = T.y, C = s[1], L = C.x, z = C.y, O = Math.atan2(z - k, L - v) - this.startTouchesAngle, M = Math.hypot(z - k, L - v) / this.startTouchesDistance, Y = l.getBoundedRatio(c.ratio / M);
              R.ratio = Y, R.angle = c.angle + O;
              var B = this.getDimensions(), y = this.renderer.viewportToFramedGraph((this.startTouchesPositions || [])[0], {
                cameraState: c
              }), w = Math.min(B.width, B.height) - 2 * h, G = w / B.width, _ = w / B.height, m = Y / w, $ = v - w / 2 / G, W = k - w / 2 / _, X = [$ * Math.cos(-R.angle) - W * Math.sin(-R.angle), W * Math.cos(-R.angle) + $ * Math.sin(-R.angle)];
              $ = X[0], W = X[1], R.x = y.x - $ * m, R.y = y.y + W * m, l.setState(R);
              break;
            }
          }
        }
      }
    }
  }, {
    key: "setSettings",
    value: function(t) {
      this.settings = t;
    }
  }]);
})(wr);
function uu(r) {
  if (Array.isArray(r)) return gn(r);
}
function lu(r) {
  if (typeof Symbol < "u" && r[Symbol.iterator] != null || r["@@iterator"] != null) return Array.from(r);
}
function cu() {
  throw new TypeError(`Invalid attempt to spread non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`);
}
function ci(r) {
  return uu(r) || lu(r) || rr(r) || cu();
}
function du(r, e) {
  if (r == null) return {};
  var n = {};
  for (var t in r) if ({}.hasOwnProperty.call(r, t)) {
    if (e.indexOf(t) !== -1) continue;
    n[t] = r[t];
  }
  return n;
}
function dn(r, e) {
  if (r == null) return {};
  var n, t, i = du(r, e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(r);
    for (t = 0; t < o.length; t++) n = o[t], e.indexOf(n) === -1 && {}.propertyIsEnumerable.call(r, n) && (i[n] = r[n]);
  }
  return i;
}
var di = /* @__PURE__ */ (function() {
  function r(e, n) {
    ce(this, r), this.key = e, this.size = n;
  }
  return de(r, null, [{
    key: "compare",
    value: function(n, t) {
      return n.size > t.size ? -1 : n.size < t.size || n.key > t.key ? 1 : -1;
    }
  }]);
})(), hi = /* @__PURE__ */ (function() {
  function r() {
    ce(this, r), N(this, "width", 0), N(this, "height", 0), N(this, "cellSize", 0), N(this, "columns", 0), N(this, "rows", 0), N(this, "cells", {});
  }
  return de(r, [{
    key: "resizeAndClear",
    value: function(n, t) {
      this.width = n.width, this.height = n.height, this.cellSize = t, this.columns = Math.ceil(n.width / t), this.rows = Math.ceil(n.height / t), this.cells = {};
    }
  }, {
    key: "getIndex",
    value: function(n) {
      var t = Math.floor(n.x / this.cellSize), i = Math.floor(n.y / this.cellSize);
      return i * this.columns + t;
    }
  }, {
    key: "add",
    value: function(n, t, i) {
      var o = new di(n, t), s = this.getIndex(i), a = this.cells[s];
      a || (a = [], this.cells[s] = a), a.push(o);
    }
  }, {
    key: "organize",
    value: function() {
      for (var n in this.cells) {
        var t = this.cells[n];
        t.sort(di.compare);
      }
    }
  }, {
    key: "getLabelsToDisplay",
    value: function(n, t) {
      var i = this.cellSize * this.cellSize, o = i / n / n, s = o * t / i, a = Math.ceil(s), u = [];
      for (var l in this.cells)
        for (var c = this.cells[l], h = 0; h < Math.min(a, c.length); h++)
          u.push(c[h].key);
      return u;
    }
  }]);
})();
function hu(r) {
  var e = r.graph, n = r.hoveredNode, t = r.highlightedNodes, i = r.displayedNodeLabels, o = [];
  return e.forEachEdge(function(s, a, u, l) {
    (u === n || l === n || t.has(u) || t.has(l) || i.has(u) && i.has(l)) && o.push(s);
  }), o;
}
var fi = 150, gi = 50, Le = Object.prototype.hasOwnProperty;
function fu(r, e, n) {
  if (!Le.call(n, "x") || !Le.call(n, "y")) throw new Error('Sigma: could not find a valid position (x, y) for node "'.concat(e, '". All your nodes must have a number "x" and "y". Maybe your forgot to apply a layout or your "nodeReducer" is not returning the correct data?'));
  return n.color || (n.color = r.defaultNodeColor), !n.label && n.label !== "" && (n.label = null), n.label !== void 0 && n.label !== null ? n.label = "" + n.label : n.label = null, n.size || (n.size = 2), Le.call(n, "hidden") || (n.hidden = !1), Le.call(n, "highlighted") || (n.highlighted = !1), Le.call(n, "forceLabel") || (n.forceLabel = !1), (!n.type || n.type === "") && (n.type = r.defaultNodeType), n.zIndex || (n.zIndex = 0), n;
}
function gu(r, e, n) {
  return n.color || (n.color = r.defaultEdgeColor), n.label || (n.label = ""), n.size || (n.size = 0.5), Le.call(n, "hidden") || (n.hidden = !1), Le.call(n, "forceLabel") || (n.forceLabel = !1), (!n.type || n.type === "") && (n.type = r.defaultEdgeType), n.zIndex || (n.zIndex = 0), n;
}
var pu = /* @__PURE__ */ (function(r) {
  function e(n, t) {
    var i, o = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : {};
    if (ce(this, e), i = fe(this, e), N(i, "elements", {}), N(i, "canvasContexts", {}), N(i, "webGLContexts", {}), N(i, "pickingLayers", /* @__PURE__ */ new Set()), N(i, "textures", {}), N(i, "frameBuffers", {}), N(i, "activeListeners", {}), N(i, "labelGrid", new hi()), N(i, "nodeDataCache", {}), N(i, "edgeDataCache", {}), N(i, "nodeProgramIndex", {}), N(i, "edgeProgramIndex", {}), N(i, "nodesWithForcedLabels", /* @__PURE__ */ new Set()), N(i, "edgesWithForcedLabels", /* @__PURE__ */ new Set()), N(i, "nodeExtent", {
      x: [0, 1],
      y: [0, 1]
    }), N(i, "nodeZExtent", [1 / 0, -1 / 0]), N(i, "edgeZExtent", [1 / 0, -1 / 0]), N(i, "matrix", ke()), N(i, "invMatrix", ke()), N(i, "correctionRatio", 1), N(i, "customBBox", null), N(i, "normalizationFunction", ai({
      x: [0, 1],
      y: [0, 1]
    })), N(i, "graphToViewportRatio", 1), N(i, "itemIDsIndex", {}), N(i, "nodeIndices", {}), N(i, "edgeIndices", {}), N(i, "width", 0), N(i, "height", 0), N(i, "pixelRatio", oi()), N(i, "pickingDownSizingRatio", 2 * i.pixelRatio), N(i, "displayedNodeLabels", /* @__PURE__ */ new Set()), N(i, "displayedEdgeLabels", /* @__PURE__ */ new Set()), N(i, "highlightedNodes", /* @__PURE__ */ new Set()), N(i, "hoveredNode", null), N(i, "hoveredEdge", null), N(i, "renderFrame", null), N(i, "renderHighlightedNodesFrame", null), N(i, "needToProcess", !1), N(i, "checkEdgesEventsFrame", null), N(i, "nodePrograms", {}), N(i, "nodeHoverPrograms", {}), N(i, "edgePrograms", {}), i.settings = Qa(o), cn(i.settings), Za(n), !(t instanceof HTMLElement)) throw new Error("Sigma: container should be an html element.");
    i.graph = n, i.container = t, i.createWebGLContext("edges", {
      picking: o.enableEdgeEvents
    }), i.createCanvasContext("edgeLabels"), i.createWebGLContext("nodes", {
      picking: !0
    }), i.createCanvasContext("labels"), i.createCanvasContext("hovers"), i.createWebGLContext("hoverNodes"), i.createCanvasContext("mouse", {
      style: {
        touchAction: "none",
        userSelect: "none"
      }
    }), i.resize();
    for (var s in i.settings.nodeProgramClasses)
      i.registerNodeProgram(s, i.settings.nodeProgramClasses[s], i.settings.nodeHoverProgramClasses[s]);
    for (var a in i.settings.edgeProgramClasses)
      i.registerEdgeProgram(a, i.settings.edgeProgramClasses[a]);
    return i.camera = new li(), i.bindCameraHandlers(), i.mouseCaptor = new ru(i.elements.mouse, i), i.mouseCaptor.setSettings(i.settings), i.touchCaptor = new au(i.elements.mouse, i), i.touchCaptor.setSettings(i.settings), i.bindEventHandlers(), i.bindGraphHandlers(), i.handleSettingsUpdate(), i.refresh(), i;
  }
  return ge(e, r), de(e, [{
    key: "registerNodeProgram",
    value: function(t, i, o) {
      return this.nodePrograms[t] && this.nodePrograms[t].kill(), this.nodeHoverPrograms[t] && this.nodeHoverPrograms[t].kill(), this.nodePrograms[t] = new i(this.webGLContexts.nodes, this.frameBuffers.nodes, this), this.nodeHoverPrograms[t] = new (o || i)(this.webGLContexts.hoverNodes, null, this), this;
    }
    /**
     * Internal function used to register an edge program
     *
     * @param  {string}          key              - The program's key, matching the related edges "type" values.
     * @param  {EdgeProgramType} EdgeProgramClass - An edges program class.
     * @return {Sigma}
     */
  }, {
    key: "registerEdgeProgram",
    value: function(t, i) {
      return this.edgePrograms[t] && this.edgePrograms[t].kill(), this.edgePrograms[t] = new i(this.webGLContexts.edges, this.frameBuffers.edges, this), this;
    }
    /**
     * Internal function used to unregister a node program
     *
     * @param  {string} key - The program's key, matching the related nodes "type" values.
     * @return {Sigma}
     */
  }, {
    key: "unregisterNodeProgram",
    value: function(t) {
      if (this.nodePrograms[t]) {
        var i = this.nodePrograms, o = i[t], s = dn(i, [t].map(_t));
        o.kill(), this.nodePrograms = s;
      }
      if (this.nodeHoverPrograms[t]) {
        var a = this.nodeHoverPrograms, u = a[t], l = dn(a, [t].map(_t));
        u.kill(), this.nodePrograms = l;
      }
      return this;
    }
    /**
     * Internal function used to unregister an edge program
     *
     * @param  {string} key - The program's key, matching the related edges "type" values.
     * @return {Sigma}
     */
  }, {
    key: "unregisterEdgeProgram",
    value: function(t) {
      if (this.edgePrograms[t]) {
        var i = this.edgePrograms, o = i[t], s = dn(i, [t].map(_t));
        o.kill(), this.edgePrograms = s;
      }
      return this;
    }
    /**
     * Method (re)binding WebGL texture (for picking).
     *
     * @return {Sigma}
     */
  }, {
    key: "resetWebGLTexture",
    value: function(t) {
      var i = this.webGLContexts[t], o = this.frameBuffers[t], s = this.textures[t];
      s && i.deleteTexture(s);
      var a = i.createTexture();
      return i.bindFramebuffer(i.FRAMEBUFFER, o), i.bindTexture(i.TEXTURE_2D, a), i.texImage2D(i.TEXTURE_2D, 0, i.RGBA, this.width, this.height, 0, i.RGBA, i.UNSIGNED_BYTE, null), i.framebufferTexture2D(i.FRAMEBUFFER, i.COLOR_ATTACHMENT0, i.TEXTURE_2D, a, 0), this.textures[t] = a, this;
    }
    /**
     * Method binding camera handlers.
     *
     * @return {Sigma}
     */
  }, {
    key: "bindCameraHandlers",
    value: function() {
      var t = this;
      return this.activeListeners.camera = function() {
        t.scheduleRender();
      }, this.camera.on("updated", this.activeListeners.camera), this;
    }
    /**
     * Method unbinding camera handlers.
     *
     * @return {Sigma}
     */
  }, {
    key: "unbindCameraHandlers",
    value: function() {
      return this.camera.removeListener("updated", this.activeListeners.camera), this;
    }
    /**
     * Method that returns the closest node to a given position.
     */
  }, {
    key: "getNodeAtPosition",
    value: function(t) {
      var i = t.x, o = t.y, s = Zn(this.webGLContexts.nodes, this.frameBuffers.nodes, i, o, this.pixelRatio, this.pickingDownSizingRatio), a = Kn.apply(void 0, ci(s)), u = this.itemIDsIndex[a];
      return u && u.type === "node" ? u.id : null;
    }
    /**
     * Method binding event handlers.
     *
     * @return {Sigma}
     */
  }, {
    key: "bindEventHandlers",
    value: function() {
      var t = this;
      this.activeListeners.handleResize = function() {
        t.scheduleRefresh();
      }, window.addEventListener("resize", this.activeListeners.handleResize), this.activeListeners.handleMove = function(o) {
        var s = vt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        }, u = t.getNodeAtPosition(s);
        if (u && t.hoveredNode !== u && !t.nodeDataCache[u].hidden) {
          t.hoveredNode && t.emit("leaveNode", U(U({}, a), {}, {
            node: t.hoveredNode
          })), t.hoveredNode = u, t.emit("enterNode", U(U({}, a), {}, {
            node: u
          })), t.scheduleHighlightedNodesRender();
          return;
        }
        if (t.hoveredNode && t.getNodeAtPosition(s) !== t.hoveredNode) {
          var l = t.hoveredNode;
          t.hoveredNode = null, t.emit("leaveNode", U(U({}, a), {}, {
            node: l
          })), t.scheduleHighlightedNodesRender();
          return;
        }
        if (t.settings.enableEdgeEvents) {
          var c = t.hoveredNode ? null : t.getEdgeAtPoint(a.event.x, a.event.y);
          c !== t.hoveredEdge && (t.hoveredEdge && t.emit("leaveEdge", U(U({}, a), {}, {
            edge: t.hoveredEdge
          })), c && t.emit("enterEdge", U(U({}, a), {}, {
            edge: c
          })), t.hoveredEdge = c);
        }
      }, this.activeListeners.handleMoveBody = function(o) {
        var s = vt(o);
        t.emit("moveBody", {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        });
      }, this.activeListeners.handleLeave = function(o) {
        var s = vt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        };
        t.hoveredNode && (t.emit("leaveNode", U(U({}, a), {}, {
          node: t.hoveredNode
        })), t.scheduleHighlightedNodesRender()), t.settings.enableEdgeEvents && t.hoveredEdge && (t.emit("leaveEdge", U(U({}, a), {}, {
          edge: t.hoveredEdge
        })), t.scheduleHighlightedNodesRender()), t.emit("leaveStage", U({}, a));
      }, this.activeListeners.handleEnter = function(o) {
        var s = vt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        };
        t.emit("enterStage", U({}, a));
      };
      var i = function(s) {
        return function(a) {
          var u = vt(a), l = {
            event: u,
            preventSigmaDefault: function() {
              u.preventSigmaDefault();
            }
          }, c = t.getNodeAtPosition(u);
          if (c) return t.emit("".concat(s, "Node"), U(U({}, l), {}, {
            node: c
          }));
          if (t.settings.enableEdgeEvents) {
            var h = t.getEdgeAtPoint(u.x, u.y);
            if (h) return t.emit("".concat(s, "Edge"), U(U({}, l), {}, {
              edge: h
            }));
          }
          return t.emit("".concat(s, "Stage"), l);
        };
      };
      return this.activeListeners.handleClick = i("click"), this.activeListeners.handleRightClick = i("rightClick"), this.activeListeners.handleDoubleClick = i("doubleClick"), this.activeListeners.handleWheel = i("wheel"), this.activeListeners.handleDown = i("down"), this.activeListeners.handleUp = i("up"), this.mouseCaptor.on("mousemove", this.activeListeners.handleMove), this.mouseCaptor.on("mousemovebody", this.activeListeners.handleMoveBody), this.mouseCaptor.on("click", this.activeListeners.handleClick), this.mouseCaptor.on("rightClick", this.activeListeners.handleRightClick), this.mouseCaptor.on("doubleClick", this.activeListeners.handleDoubleClick), this.mouseCaptor.on("wheel", this.activeListeners.handleWheel), this.mouseCaptor.on("mousedown", this.activeListeners.handleDown), this.mouseCaptor.on("mouseup", this.activeListeners.handleUp), this.mouseCaptor.on("mouseleave", this.activeListeners.handleLeave), this.mouseCaptor.on("mouseenter", this.activeListeners.handleEnter), this.touchCaptor.on("touchdown", this.activeListeners.handleDown), this.touchCaptor.on("touchdown", this.activeListeners.handleMove), this.touchCaptor.on("touchup", this.activeListeners.handleUp), this.touchCaptor.on("touchmove", this.activeListeners.handleMove), this.touchCaptor.on("tap", this.activeListeners.handleClick), this.touchCaptor.on("doubletap", this.activeListeners.handleDoubleClick), this.touchCaptor.on("touchmove", this.activeListeners.handleMoveBody), this;
    }
    /**
     * Method binding graph handlers
     *
     * @return {Sigma}
     */
  }, {
    key: "bindGraphHandlers",
    value: function() {
      var t = this, i = this.graph, o = /* @__PURE__ */ new Set(["x", "y", "zIndex", "type"]);
      return this.activeListeners.eachNodeAttributesUpdatedGraphUpdate = function(s) {
        var a, u = (a = s.hints) === null || a === void 0 ? void 0 : a.attributes;
        t.graph.forEachNode(function(c) {
          return t.updateNode(c);
        });
        var l = !u || u.some(function(c) {
          return o.has(c);
        });
        t.refresh({
          partialGraph: {
            nodes: i.nodes()
          },
          skipIndexation: !l,
          schedule: !0
        });
      }, this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate = function(s) {
        var a, u = (a = s.hints) === null || a === void 0 ? void 0 : a.attributes;
        t.graph.forEachEdge(function(c) {
          return t.updateEdge(c);
        });
        var l = u && ["zIndex", "type"].some(function(c) {
          return u?.includes(c);
        });
        t.refresh({
          partialGraph: {
            edges: i.edges()
          },
          skipIndexation: !l,
          schedule: !0
        });
      }, this.activeListeners.addNodeGraphUpdate = function(s) {
        var a = s.key;
        t.addNode(a), t.refresh({
          partialGraph: {
            nodes: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.updateNodeGraphUpdate = function(s) {
        var a = s.key;
        t.refresh({
          partialGraph: {
            nodes: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.dropNodeGraphUpdate = function(s) {
        var a = s.key;
        t.removeNode(a), t.refresh({
          schedule: !0
        });
      }, this.activeListeners.addEdgeGraphUpdate = function(s) {
        var a = s.key;
        t.addEdge(a), t.refresh({
          partialGraph: {
            edges: [a]
          },
          schedule: !0
        });
      }, this.activeListeners.updateEdgeGraphUpdate = function(s) {
        var a = s.key;
        t.refresh({
          partialGraph: {
            edges: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.dropEdgeGraphUpdate = function(s) {
        var a = s.key;
        t.removeEdge(a), t.refresh({
          schedule: !0
        });
      }, this.activeListeners.clearEdgesGraphUpdate = function() {
        t.clearEdgeState(), t.clearEdgeIndices(), t.refresh({
          schedule: !0
        });
      }, this.activeListeners.clearGraphUpdate = function() {
        t.clearEdgeState(), t.clearNodeState(), t.clearEdgeIndices(), t.clearNodeIndices(), t.refresh({
          schedule: !0
        });
      }, i.on("nodeAdded", this.activeListeners.addNodeGraphUpdate), i.on("nodeDropped", this.activeListeners.dropNodeGraphUpdate), i.on("nodeAttributesUpdated", this.activeListeners.updateNodeGraphUpdate), i.on("eachNodeAttributesUpdated", this.activeListeners.eachNodeAttributesUpdatedGraphUpdate), i.on("edgeAdded", this.activeListeners.addEdgeGraphUpdate), i.on("edgeDropped", this.activeListeners.dropEdgeGraphUpdate), i.on("edgeAttributesUpdated", this.activeListeners.updateEdgeGraphUpdate), i.on("eachEdgeAttributesUpdated", this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate), i.on("edgesCleared", this.activeListeners.clearEdgesGraphUpdate), i.on("cleared", this.activeListeners.clearGraphUpdate), this;
    }
    /**
     * Method used to unbind handlers from the graph.
     *
     * @return {undefined}
     */
  }, {
    key: "unbindGraphHandlers",
    value: function() {
      var t = this.graph;
      t.removeListener("nodeAdded", this.activeListeners.addNodeGraphUpdate), t.removeListener("nodeDropped", this.activeListeners.dropNodeGraphUpdate), t.removeListener("nodeAttributesUpdated", this.activeListeners.updateNodeGraphUpdate), t.removeListener("eachNodeAttributesUpdated", this.activeListeners.eachNodeAttributesUpdatedGraphUpdate), t.removeListener("edgeAdded", this.activeListeners.addEdgeGraphUpdate), t.removeListener("edgeDropped", this.activeListeners.dropEdgeGraphUpdate), t.removeListener("edgeAttributesUpdated", this.activeListeners.updateEdgeGraphUpdate), t.removeListener("eachEdgeAttributesUpdated", this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate), t.removeListener("edgesCleared", this.activeListeners.clearEdgesGraphUpdate), t.removeListener("cleared", this.activeListeners.clearGraphUpdate);
    }
    /**
     * Method looking for an edge colliding with a given point at (x, y). Returns
     * the key of the edge if any, or null else.
     */
  }, {
    key: "getEdgeAtPoint",
    value: function(t, i) {
      var o = Zn(this.webGLContexts.edges, this.frameBuffers.edges, t, i, this.pixelRatio, this.pickingDownSizingRatio), s = Kn.apply(void 0, ci(o)), a = this.itemIDsIndex[s];
      return a && a.type === "edge" ? a.id : null;
    }
    /**
     * Method used to process the whole graph's data.
     *  - extent
     *  - normalizationFunction
     *  - compute node's coordinate
     *  - labelgrid
     *  - program data allocation
     * @return {Sigma}
     */
  }, {
    key: "process",
    value: function() {
      var t = this;
      this.emit("beforeProcess");
      var i = this.graph, o = this.settings, s = this.getDimensions();
      if (this.nodeExtent = Ka(this.graph), !this.settings.autoRescale) {
        var a = s.width, u = s.height, l = this.nodeExtent, c = l.x, h = l.y;
        this.nodeExtent = {
          x: [(c[0] + c[1]) / 2 - a / 2, (c[0] + c[1]) / 2 + a / 2],
          y: [(h[0] + h[1]) / 2 - u / 2, (h[0] + h[1]) / 2 + u / 2]
        };
      }
      this.normalizationFunction = ai(this.customBBox || this.nodeExtent);
      var g = new li(), p = mt(g.getState(), s, this.getGraphDimensions(), this.getStagePadding());
      this.labelGrid.resizeAndClear(s, o.labelGridCellSize);
      for (var S = {}, E = {}, A = {}, P = {}, R = 1, T = i.nodes(), v = 0, k = T.length; v < k; v++) {
        var C = T[v], L = this.nodeDataCache[C], z = i.getNodeAttributes(C);
        L.x = z.x, L.y = z.y, this.normalizationFunction.applyTo(L), typeof L.label == "string" && !L.hidden && this.labelGrid.add(C, L.size, this.framedGraphToViewport(L, {
          matrix: p
        })), S[L.type] = (S[L.type] || 0) + 1;
      }
      this.labelGrid.organize();
      for (var O in this.nodePrograms) {
        if (!Le.call(this.nodePrograms, O))
          throw new Error('Sigma: could not find a suitable program for node type "'.concat(O, '"!'));
        this.nodePrograms[O].reallocate(S[O] || 0), S[O] = 0;
      }
      this.settings.zIndex && this.nodeZExtent[0] !== this.nodeZExtent[1] && (T = si(this.nodeZExtent, function(j) {
        return t.nodeDataCache[j].zIndex;
      }, T));
      for (var M = 0, Y = T.length; M < Y; M++) {
        var B = T[M];
        E[B] = R, P[E[B]] = {
          type: "node",
          id: B
        }, R++;
        var y = this.nodeDataCache[B];
        this.addNodeToProgram(B, E[B], S[y.type]++);
      }
      for (var w = {}, G = i.edges(), _ = 0, m = G.length; _ < m; _++) {
        var $ = G[_], W = this.edgeDataCache[$];
        w[W.type] = (w[W.type] || 0) + 1;
      }
      this.settings.zIndex && this.edgeZExtent[0] !== this.edgeZExtent[1] && (G = si(this.edgeZExtent, function(j) {
        return t.edgeDataCache[j].zIndex;
      }, G));
      for (var X in this.edgePrograms) {
        if (!Le.call(this.edgePrograms, X))
          throw new Error('Sigma: could not find a suitable program for edge type "'.concat(X, '"!'));
        this.edgePrograms[X].reallocate(w[X] || 0), w[X] = 0;
      }
      for (var ne = 0, b = G.length; ne < b; ne++) {
        var x = G[ne];
        A[x] = R, P[A[x]] = {
          type: "edge",
          id: x
        }, R++;
        var K = this.edgeDataCache[x];
        this.addEdgeToProgram(x, A[x], w[K.type]++);
      }
      return this.itemIDsIndex = P, this.nodeIndices = E, this.edgeIndices = A, this.emit("afterProcess"), this;
    }
    /**
     * Method that backports potential settings updates where it's needed.
     * @private
     */
  }, {
    key: "handleSettingsUpdate",
    value: function(t) {
      var i = this, o = this.settings;
      if (this.camera.minRatio = o.minCameraRatio, this.camera.maxRatio = o.maxCameraRatio, this.camera.enabledZooming = o.enableCameraZooming, this.camera.enabledPanning = o.enableCameraPanning, this.camera.enabledRotation = o.enableCameraRotation, o.cameraPanBoundaries ? this.camera.clean = function(c) {
        return i.cleanCameraState(c, o.cameraPanBoundaries && vn(o.cameraPanBoundaries) === "object" ? o.cameraPanBoundaries : {});
      } : this.camera.clean = null, this.camera.setState(this.camera.validateState(this.camera.getState())), t) {
        if (t.edgeProgramClasses !== o.edgeProgramClasses) {
          for (var s in o.edgeProgramClasses)
            o.edgeProgramClasses[s] !== t.edgeProgramClasses[s] && this.registerEdgeProgram(s, o.edgeProgramClasses[s]);
          for (var a in t.edgeProgramClasses)
            o.edgeProgramClasses[a] || this.unregisterEdgeProgram(a);
        }
        if (t.nodeProgramClasses !== o.nodeProgramClasses || t.nodeHoverProgramClasses !== o.nodeHoverProgramClasses) {
          for (var u in o.nodeProgramClasses)
            (o.nodeProgramClasses[u] !== t.nodeProgramClasses[u] || o.nodeHoverProgramClasses[u] !== t.nodeHoverProgramClasses[u]) && this.registerNodeProgram(u, o.nodeProgramClasses[u], o.nodeHoverProgramClasses[u]);
          for (var l in t.nodeProgramClasses)
            o.nodeProgramClasses[l] || this.unregisterNodeProgram(l);
        }
      }
      return this.mouseCaptor.setSettings(this.settings), this.touchCaptor.setSettings(this.settings), this;
    }
  }, {
    key: "cleanCameraState",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = i.tolerance, s = o === void 0 ? 0 : o, a = i.boundaries, u = U({}, t), l = a || this.nodeExtent, c = st(l.x, 2), h = c[0], g = c[1], p = st(l.y, 2), S = p[0], E = p[1], A = [this.graphToViewport({
        x: h,
        y: S
      }, {
        cameraState: t
      }), this.graphToViewport({
        x: g,
        y: S
      }, {
        cameraState: t
      }), this.graphToViewport({
        x: h,
        y: E
      }, {
        cameraState: t
      }), this.graphToViewport({
        x: g,
        y: E
      }, {
        cameraState: t
      })], P = 1 / 0, R = -1 / 0, T = 1 / 0, v = -1 / 0;
      A.forEach(function(w) {
        var G = w.x, _ = w.y;
        P = Math.min(P, G), R = Math.max(R, G), T = Math.min(T, _), v = Math.max(v, _);
      });
      var k = R - P, C = v - T, L = this.getDimensions(), z = L.width, O = L.height, M = 0, Y = 0;
      if (k >= z ? R < z - s ? M = R - (z - s) : P > s && (M = P - s) : R > z + s ? M = R - (z + s) : P < -s && (M = P + s), C >= O ? v < O - s ? Y = v - (O - s) : T > s && (Y = T - s) : v > O + s ? Y = v - (O + s) : T < -s && (Y = T + s), M || Y) {
        var B = this.viewportToFramedGraph({
          x: 0,
          y: 0
        }, {
          cameraState: t
        }), y = this.viewportToFramedGraph({
          x: M,
          y: Y
        }, {
          cameraState: t
        });
        M = y.x - B.x, Y = y.y - B.y, u.x += M, u.y += Y;
      }
      return u;
    }
    /**
     * Method used to render labels.
     *
     * @return {Sigma}
     */
  }, {
    key: "renderLabels",
    value: function() {
      if (!this.settings.renderLabels) return this;
      var t = this.camera.getState(), i = this.labelGrid.getLabelsToDisplay(t.ratio, this.settings.labelDensity);
      ui(i, this.nodesWithForcedLabels), this.displayedNodeLabels = /* @__PURE__ */ new Set();
      for (var o = this.canvasContexts.labels, s = 0, a = i.length; s < a; s++) {
        var u = i[s], l = this.nodeDataCache[u];
        if (!this.displayedNodeLabels.has(u) && !l.hidden) {
          var c = this.framedGraphToViewport(l), h = c.x, g = c.y, p = this.scaleSize(l.size);
          if (!(!l.forceLabel && p < this.settings.labelRenderedSizeThreshold) && !(h < -fi || h > this.width + fi || g < -gi || g > this.height + gi)) {
            this.displayedNodeLabels.add(u);
            var S = this.settings.defaultDrawNodeLabel, E = this.nodePrograms[l.type], A = E?.drawLabel || S;
            A(o, U(U({
              key: u
            }, l), {}, {
              size: p,
              x: h,
              y: g
            }), this.settings);
          }
        }
      }
      return this;
    }
    /**
     * Method used to render edge labels, based on which node labels were
     * rendered.
     *
     * @return {Sigma}
     */
  }, {
    key: "renderEdgeLabels",
    value: function() {
      if (!this.settings.renderEdgeLabels) return this;
      var t = this.canvasContexts.edgeLabels;
      t.clearRect(0, 0, this.width, this.height);
      var i = hu({
        graph: this.graph,
        hoveredNode: this.hoveredNode,
        displayedNodeLabels: this.displayedNodeLabels,
        highlightedNodes: this.highlightedNodes
      });
      ui(i, this.edgesWithForcedLabels);
      for (var o = /* @__PURE__ */ new Set(), s = 0, a = i.length; s < a; s++) {
        var u = i[s], l = this.graph.extremities(u), c = this.nodeDataCache[l[0]], h = this.nodeDataCache[l[1]], g = this.edgeDataCache[u];
        if (!o.has(u) && !(g.hidden || c.hidden || h.hidden)) {
          var p = this.settings.defaultDrawEdgeLabel, S = this.edgePrograms[g.type], E = S?.drawLabel || p;
          E(t, U(U({
            key: u
          }, g), {}, {
            size: this.scaleSize(g.size)
          }), U(U(U({
            key: l[0]
          }, c), this.framedGraphToViewport(c)), {}, {
            size: this.scaleSize(c.size)
          }), U(U(U({
            key: l[1]
          }, h), this.framedGraphToViewport(h)), {}, {
            size: this.scaleSize(h.size)
          }), this.settings), o.add(u);
        }
      }
      return this.displayedEdgeLabels = o, this;
    }
    /**
     * Method used to render the highlighted nodes.
     *
     * @return {Sigma}
     */
  }, {
    key: "renderHighlightedNodes",
    value: function() {
      var t = this, i = this.canvasContexts.hovers;
      i.clearRect(0, 0, this.width, this.height);
      var o = function(p) {
        var S = t.nodeDataCache[p], E = t.framedGraphToViewport(S), A = E.x, P = E.y, R = t.scaleSize(S.size), T = t.settings.defaultDrawNodeHover, v = t.nodePrograms[S.type], k = v?.drawHover || T;
        k(i, U(U({
          key: p
        }, S), {}, {
          size: R,
          x: A,
          y: P
        }), t.settings);
      }, s = [];
      this.hoveredNode && !this.nodeDataCache[this.hoveredNode].hidden && s.push(this.hoveredNode), this.highlightedNodes.forEach(function(g) {
        g !== t.hoveredNode && s.push(g);
      }), s.forEach(function(g) {
        return o(g);
      });
      var a = {};
      s.forEach(function(g) {
        var p = t.nodeDataCache[g].type;
        a[p] = (a[p] || 0) + 1;
      });
      for (var u in this.nodeHoverPrograms)
        this.nodeHoverPrograms[u].reallocate(a[u] || 0), a[u] = 0;
      s.forEach(function(g) {
        var p = t.nodeDataCache[g];
        t.nodeHoverPrograms[p.type].process(0, a[p.type]++, p);
      }), this.webGLContexts.hoverNodes.clear(this.webGLContexts.hoverNodes.COLOR_BUFFER_BIT);
      var l = this.getRenderParams();
      for (var c in this.nodeHoverPrograms) {
        var h = this.nodeHoverPrograms[c];
        h.render(l);
      }
    }
    /**
     * Method used to schedule a hover render.
     *
     */
  }, {
    key: "scheduleHighlightedNodesRender",
    value: function() {
      var t = this;
      this.renderHighlightedNodesFrame || this.renderFrame || (this.renderHighlightedNodesFrame = requestAnimationFrame(function() {
        t.renderHighlightedNodesFrame = null, t.renderHighlightedNodes(), t.renderEdgeLabels();
      }));
    }
    /**
     * Method used to render.
     *
     * @return {Sigma}
     */
  }, {
    key: "render",
    value: function() {
      var t = this;
      this.emit("beforeRender");
      var i = function() {
        return t.emit("afterRender"), t;
      };
      if (this.renderFrame && (cancelAnimationFrame(this.renderFrame), this.renderFrame = null), this.resize(), this.needToProcess && this.process(), this.needToProcess = !1, this.clear(), this.pickingLayers.forEach(function(A) {
        return t.resetWebGLTexture(A);
      }), !this.graph.order) return i();
      var o = this.mouseCaptor, s = this.camera.isAnimated() || o.isMoving || o.draggedEvents || o.currentWheelDirection, a = this.camera.getState(), u = this.getDimensions(), l = this.getGraphDimensions(), c = this.getStagePadding();
      this.matrix = mt(a, u, l, c), this.invMatrix = mt(a, u, l, c, !0), this.correctionRatio = Va(this.matrix, a, u), this.graphToViewportRatio = this.getGraphToViewportRatio();
      var h = this.getRenderParams();
      for (var g in this.nodePrograms) {
        var p = this.nodePrograms[g];
        p.render(h);
      }
      if (!this.settings.hideEdgesOnMove || !s)
        for (var S in this.edgePrograms) {
          var E = this.edgePrograms[S];
          E.render(h);
        }
      return this.settings.hideLabelsOnMove && s || (this.renderLabels(), this.renderEdgeLabels(), this.renderHighlightedNodes()), i();
    }
    /**
     * Add a node in the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "addNode",
    value: function(t) {
      var i = Object.assign({}, this.graph.getNodeAttributes(t));
      this.settings.nodeReducer && (i = this.settings.nodeReducer(t, i));
      var o = fu(this.settings, t, i);
      this.nodeDataCache[t] = o, this.nodesWithForcedLabels.delete(t), o.forceLabel && !o.hidden && this.nodesWithForcedLabels.add(t), this.highlightedNodes.delete(t), o.highlighted && !o.hidden && this.highlightedNodes.add(t), this.settings.zIndex && (o.zIndex < this.nodeZExtent[0] && (this.nodeZExtent[0] = o.zIndex), o.zIndex > this.nodeZExtent[1] && (this.nodeZExtent[1] = o.zIndex));
    }
    /**
     * Update a node the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "updateNode",
    value: function(t) {
      this.addNode(t);
      var i = this.nodeDataCache[t];
      this.normalizationFunction.applyTo(i);
    }
    /**
     * Remove a node from the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "removeNode",
    value: function(t) {
      delete this.nodeDataCache[t], delete this.nodeProgramIndex[t], this.highlightedNodes.delete(t), this.hoveredNode === t && (this.hoveredNode = null), this.nodesWithForcedLabels.delete(t);
    }
    /**
     * Add an edge into the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "addEdge",
    value: function(t) {
      var i = Object.assign({}, this.graph.getEdgeAttributes(t));
      this.settings.edgeReducer && (i = this.settings.edgeReducer(t, i));
      var o = gu(this.settings, t, i);
      this.edgeDataCache[t] = o, this.edgesWithForcedLabels.delete(t), o.forceLabel && !o.hidden && this.edgesWithForcedLabels.add(t), this.settings.zIndex && (o.zIndex < this.edgeZExtent[0] && (this.edgeZExtent[0] = o.zIndex), o.zIndex > this.edgeZExtent[1] && (this.edgeZExtent[1] = o.zIndex));
    }
    /**
     * Update an edge in the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "updateEdge",
    value: function(t) {
      this.addEdge(t);
    }
    /**
     * Remove an edge from the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "removeEdge",
    value: function(t) {
      delete this.edgeDataCache[t], delete this.edgeProgramIndex[t], this.hoveredEdge === t && (this.hoveredEdge = null), this.edgesWithForcedLabels.delete(t);
    }
    /**
     * Clear all indices related to nodes.
     * @private
     */
  }, {
    key: "clearNodeIndices",
    value: function() {
      this.labelGrid = new hi(), this.nodeExtent = {
        x: [0, 1],
        y: [0, 1]
      }, this.nodeDataCache = {}, this.edgeProgramIndex = {}, this.nodesWithForcedLabels = /* @__PURE__ */ new Set(), this.nodeZExtent = [1 / 0, -1 / 0], this.highlightedNodes = /* @__PURE__ */ new Set();
    }
    /**
     * Clear all indices related to edges.
     * @private
     */
  }, {
    key: "clearEdgeIndices",
    value: function() {
      this.edgeDataCache = {}, this.edgeProgramIndex = {}, this.edgesWithForcedLabels = /* @__PURE__ */ new Set(), this.edgeZExtent = [1 / 0, -1 / 0];
    }
    /**
     * Clear all indices.
     * @private
     */
  }, {
    key: "clearIndices",
    value: function() {
      this.clearEdgeIndices(), this.clearNodeIndices();
    }
    /**
     * Clear all graph state related to nodes.
     * @private
     */
  }, {
    key: "clearNodeState",
    value: function() {
      this.displayedNodeLabels = /* @__PURE__ */ new Set(), this.highlightedNodes = /* @__PURE__ */ new Set(), this.hoveredNode = null;
    }
    /**
     * Clear all graph state related to edges.
     * @private
     */
  }, {
    key: "clearEdgeState",
    value: function() {
      this.displayedEdgeLabels = /* @__PURE__ */ new Set(), this.highlightedNodes = /* @__PURE__ */ new Set(), this.hoveredEdge = null;
    }
    /**
     * Clear all graph state.
     * @private
     */
  }, {
    key: "clearState",
    value: function() {
      this.clearEdgeState(), this.clearNodeState();
    }
    /**
     * Add the node data to its program.
     * @private
     * @param node The node's graphology ID
     * @param fingerprint A fingerprint used to identity the node with picking
     * @param position The index where to place the node in the program
     */
  }, {
    key: "addNodeToProgram",
    value: function(t, i, o) {
      var s = this.nodeDataCache[t], a = this.nodePrograms[s.type];
      if (!a) throw new Error('Sigma: could not find a suitable program for node type "'.concat(s.type, '"!'));
      a.process(i, o, s), this.nodeProgramIndex[t] = o;
    }
    /**
     * Add the edge data to its program.
     * @private
     * @param edge The edge's graphology ID
     * @param fingerprint A fingerprint used to identity the edge with picking
     * @param position The index where to place the edge in the program
     */
  }, {
    key: "addEdgeToProgram",
    value: function(t, i, o) {
      var s = this.edgeDataCache[t], a = this.edgePrograms[s.type];
      if (!a) throw new Error('Sigma: could not find a suitable program for edge type "'.concat(s.type, '"!'));
      var u = this.graph.extremities(t), l = this.nodeDataCache[u[0]], c = this.nodeDataCache[u[1]];
      a.process(i, o, l, c, s), this.edgeProgramIndex[t] = o;
    }
    /**---------------------------------------------------------------------------
     * Public API.
     **---------------------------------------------------------------------------
     */
    /**
     * Function used to get the render params.
     *
     * @return {RenderParams}
     */
  }, {
    key: "getRenderParams",
    value: function() {
      return {
        matrix: this.matrix,
        invMatrix: this.invMatrix,
        width: this.width,
        height: this.height,
        pixelRatio: this.pixelRatio,
        zoomRatio: this.camera.ratio,
        cameraAngle: this.camera.angle,
        sizeRatio: 1 / this.scaleSize(),
        correctionRatio: this.correctionRatio,
        downSizingRatio: this.pickingDownSizingRatio,
        minEdgeThickness: this.settings.minEdgeThickness,
        antiAliasingFeather: this.settings.antiAliasingFeather
      };
    }
    /**
     * Function used to retrieve the actual stage padding value.
     *
     * @return {number}
     */
  }, {
    key: "getStagePadding",
    value: function() {
      var t = this.settings, i = t.stagePadding, o = t.autoRescale;
      return o && i || 0;
    }
    /**
     * Function used to create a layer element.
     *
     * @param {string} id - Context's id.
     * @param {string} tag - The HTML tag to use.
     * @param options
     * @return {Sigma}
     */
  }, {
    key: "createLayer",
    value: function(t, i) {
      var o = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : {};
      if (this.elements[t]) throw new Error('Sigma: a layer named "'.concat(t, '" already exists'));
      var s = Ya(i, {
        position: "absolute"
      }, {
        class: "sigma-".concat(t)
      });
      return o.style && Object.assign(s.style, o.style), this.elements[t] = s, "beforeLayer" in o && o.beforeLayer ? this.elements[o.beforeLayer].before(s) : "afterLayer" in o && o.afterLayer ? this.elements[o.afterLayer].after(s) : this.container.appendChild(s), s;
    }
    /**
     * Function used to create a canvas element.
     *
     * @param {string} id - Context's id.
     * @param options
     * @return {Sigma}
     */
  }, {
    key: "createCanvas",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.createLayer(t, "canvas", i);
    }
    /**
     * Function used to create a canvas context and add the relevant DOM elements.
     *
     * @param  {string} id - Context's id.
     * @param  options
     * @return {Sigma}
     */
  }, {
    key: "createCanvasContext",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = this.createCanvas(t, i), s = {
        preserveDrawingBuffer: !1,
        antialias: !1
      };
      return this.canvasContexts[t] = o.getContext("2d", s), this;
    }
    /**
     * Function used to create a WebGL context and add the relevant DOM
     * elements.
     *
     * @param  {string}  id      - Context's id.
     * @param  {object?} options - #getContext params to override (optional)
     * @return {WebGLRenderingContext}
     */
  }, {
    key: "createWebGLContext",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = i?.canvas || this.createCanvas(t, i);
      i.hidden && o.remove();
      var s = U({
        preserveDrawingBuffer: !1,
        antialias: !1
      }, i), a;
      a = o.getContext("webgl2", s), a || (a = o.getContext("webgl", s)), a || (a = o.getContext("experimental-webgl", s));
      var u = a;
      if (this.webGLContexts[t] = u, u.blendFunc(u.ONE, u.ONE_MINUS_SRC_ALPHA), i.picking) {
        this.pickingLayers.add(t);
        var l = u.createFramebuffer();
        if (!l) throw new Error("Sigma: cannot create a new frame buffer for layer ".concat(t));
        this.frameBuffers[t] = l;
      }
      return u;
    }
    /**
     * Function used to properly kill a layer.
     *
     * @param  {string} id - Layer id.
     * @return {Sigma}
     */
  }, {
    key: "killLayer",
    value: function(t) {
      var i = this.elements[t];
      if (!i) throw new Error("Sigma: cannot kill layer ".concat(t, ", which does not exist"));
      if (this.webGLContexts[t]) {
        var o, s = this.webGLContexts[t];
        (o = s.getExtension("WEBGL_lose_context")) === null || o === void 0 || o.loseContext(), delete this.webGLContexts[t];
      } else this.canvasContexts[t] && delete this.canvasContexts[t];
      return i.remove(), delete this.elements[t], this;
    }
    /**
     * Method returning the renderer's camera.
     *
     * @return {Camera}
     */
  }, {
    key: "getCamera",
    value: function() {
      return this.camera;
    }
    /**
     * Method setting the renderer's camera.
     *
     * @param  {Camera} camera - New camera.
     * @return {Sigma}
     */
  }, {
    key: "setCamera",
    value: function(t) {
      this.unbindCameraHandlers(), this.camera = t, this.bindCameraHandlers();
    }
    /**
     * Method returning the container DOM element.
     *
     * @return {HTMLElement}
     */
  }, {
    key: "getContainer",
    value: function() {
      return this.container;
    }
    /**
     * Method returning the renderer's graph.
     *
     * @return {Graph}
     */
  }, {
    key: "getGraph",
    value: function() {
      return this.graph;
    }
    /**
     * Method used to set the renderer's graph.
     *
     * @return {Graph}
     */
  }, {
    key: "setGraph",
    value: function(t) {
      t !== this.graph && (this.hoveredNode && !t.hasNode(this.hoveredNode) && (this.hoveredNode = null), this.hoveredEdge && !t.hasEdge(this.hoveredEdge) && (this.hoveredEdge = null), this.unbindGraphHandlers(), this.checkEdgesEventsFrame !== null && (cancelAnimationFrame(this.checkEdgesEventsFrame), this.checkEdgesEventsFrame = null), this.graph = t, this.bindGraphHandlers(), this.refresh());
    }
    /**
     * Method returning the mouse captor.
     *
     * @return {MouseCaptor}
     */
  }, {
    key: "getMouseCaptor",
    value: function() {
      return this.mouseCaptor;
    }
    /**
     * Method returning the touch captor.
     *
     * @return {TouchCaptor}
     */
  }, {
    key: "getTouchCaptor",
    value: function() {
      return this.touchCaptor;
    }
    /**
     * Method returning the current renderer's dimensions.
     *
     * @return {Dimensions}
     */
  }, {
    key: "getDimensions",
    value: function() {
      return {
        width: this.width,
        height: this.height
      };
    }
    /**
     * Method returning the current graph's dimensions.
     *
     * @return {Dimensions}
     */
  }, {
    key: "getGraphDimensions",
    value: function() {
      var t = this.customBBox || this.nodeExtent;
      return {
        width: t.x[1] - t.x[0] || 1,
        height: t.y[1] - t.y[0] || 1
      };
    }
    /**
     * Method used to get all the sigma node attributes.
     * It's useful for example to get the position of a node
     * and to get values that are set by the nodeReducer
     *
     * @param  {string} key - The node's key.
     * @return {NodeDisplayData | undefined} A copy of the desired node's attribute or undefined if not found
     */
  }, {
    key: "getNodeDisplayData",
    value: function(t) {
      var i = this.nodeDataCache[t];
      return i ? Object.assign({}, i) : void 0;
    }
    /**
     * Method used to get all the sigma edge attributes.
     * It's useful for example to get values that are set by the edgeReducer.
     *
     * @param  {string} key - The edge's key.
     * @return {EdgeDisplayData | undefined} A copy of the desired edge's attribute or undefined if not found
     */
  }, {
    key: "getEdgeDisplayData",
    value: function(t) {
      var i = this.edgeDataCache[t];
      return i ? Object.assign({}, i) : void 0;
    }
    /**
     * Method used to get the set of currently displayed node labels.
     *
     * @return {Set<string>} A set of node keys whose label is displayed.
     */
  }, {
    key: "getNodeDisplayedLabels",
    value: function() {
      return new Set(this.displayedNodeLabels);
    }
    /**
     * Method used to get the set of currently displayed edge labels.
     *
     * @return {Set<string>} A set of edge keys whose label is displayed.
     */
  }, {
    key: "getEdgeDisplayedLabels",
    value: function() {
      return new Set(this.displayedEdgeLabels);
    }
    /**
     * Method returning a copy of the settings collection.
     *
     * @return {Settings} A copy of the settings collection.
     */
  }, {
    key: "getSettings",
    value: function() {
      return U({}, this.settings);
    }
    /**
     * Method returning the current value for a given setting key.
     *
     * @param  {string} key - The setting key to get.
     * @return {any} The value attached to this setting key or undefined if not found
     */
  }, {
    key: "getSetting",
    value: function(t) {
      return this.settings[t];
    }
    /**
     * Method setting the value of a given setting key. Note that this will schedule
     * a new render next frame.
     *
     * @param  {string} key - The setting key to set.
     * @param  {any}    value - The value to set.
     * @return {Sigma}
     */
  }, {
    key: "setSetting",
    value: function(t, i) {
      var o = U({}, this.settings);
      return this.settings[t] = i, cn(this.settings), this.handleSettingsUpdate(o), this.scheduleRefresh(), this;
    }
    /**
     * Method updating the value of a given setting key using the provided function.
     * Note that this will schedule a new render next frame.
     *
     * @param  {string}   key     - The setting key to set.
     * @param  {function} updater - The update function.
     * @return {Sigma}
     */
  }, {
    key: "updateSetting",
    value: function(t, i) {
      return this.setSetting(t, i(this.settings[t])), this;
    }
    /**
     * Method setting multiple settings at once.
     *
     * @param  {Partial<Settings>} settings - The settings to set.
     * @return {Sigma}
     */
  }, {
    key: "setSettings",
    value: function(t) {
      var i = U({}, this.settings);
      return this.settings = U(U({}, this.settings), t), cn(this.settings), this.handleSettingsUpdate(i), this.scheduleRefresh(), this;
    }
    /**
     * Method used to resize the renderer.
     *
     * @param  {boolean} force - If true, then resize is processed even if size is unchanged (optional).
     * @return {Sigma}
     */
  }, {
    key: "resize",
    value: function(t) {
      var i = this.width, o = this.height;
      if (this.width = this.container.offsetWidth, this.height = this.container.offsetHeight, this.pixelRatio = oi(), this.width === 0)
        if (this.settings.allowInvalidContainer) this.width = 1;
        else throw new Error("Sigma: Container has no width. You can set the allowInvalidContainer setting to true to stop seeing this error.");
      if (this.height === 0)
        if (this.settings.allowInvalidContainer) this.height = 1;
        else throw new Error("Sigma: Container has no height. You can set the allowInvalidContainer setting to true to stop seeing this error.");
      if (!t && i === this.width && o === this.height) return this;
      for (var s in this.elements) {
        var a = this.elements[s];
        a.style.width = this.width + "px", a.style.height = this.height + "px";
      }
      for (var u in this.canvasContexts)
        this.elements[u].setAttribute("width", this.width * this.pixelRatio + "px"), this.elements[u].setAttribute("height", this.height * this.pixelRatio + "px"), this.pixelRatio !== 1 && this.canvasContexts[u].scale(this.pixelRatio, this.pixelRatio);
      for (var l in this.webGLContexts) {
        this.elements[l].setAttribute("width", this.width * this.pixelRatio + "px"), this.elements[l].setAttribute("height", this.height * this.pixelRatio + "px");
        var c = this.webGLContexts[l];
        if (c.viewport(0, 0, this.width * this.pixelRatio, this.height * this.pixelRatio), this.pickingLayers.has(l)) {
          var h = this.textures[l];
          h && c.deleteTexture(h);
        }
      }
      return this.emit("resize"), this;
    }
    /**
     * Method used to clear all the canvases.
     *
     * @return {Sigma}
     */
  }, {
    key: "clear",
    value: function() {
      return this.emit("beforeClear"), this.webGLContexts.nodes.bindFramebuffer(WebGLRenderingContext.FRAMEBUFFER, null), this.webGLContexts.nodes.clear(WebGLRenderingContext.COLOR_BUFFER_BIT), this.webGLContexts.edges.bindFramebuffer(WebGLRenderingContext.FRAMEBUFFER, null), this.webGLContexts.edges.clear(WebGLRenderingContext.COLOR_BUFFER_BIT), this.webGLContexts.hoverNodes.clear(WebGLRenderingContext.COLOR_BUFFER_BIT), this.canvasContexts.labels.clearRect(0, 0, this.width, this.height), this.canvasContexts.hovers.clearRect(0, 0, this.width, this.height), this.canvasContexts.edgeLabels.clearRect(0, 0, this.width, this.height), this.emit("afterClear"), this;
    }
    /**
     * Method used to refresh, i.e. force the renderer to reprocess graph
     * data and render, but keep the state.
     * - if a partialGraph is provided, we only reprocess those nodes & edges.
     * - if schedule is TRUE, we schedule a render instead of sync render
     * - if skipIndexation is TRUE, then labelGrid & program indexation are skipped (can be used if you haven't modify x, y, zIndex & size)
     *
     * @return {Sigma}
     */
  }, {
    key: "refresh",
    value: function(t) {
      var i = this, o = t?.skipIndexation !== void 0 ? t?.skipIndexation : !1, s = t?.schedule !== void 0 ? t.schedule : !1, a = !t || !t.partialGraph;
      if (a)
        this.clearEdgeIndices(), this.clearNodeIndices(), this.graph.forEachNode(function(v) {
          return i.addNode(v);
        }), this.graph.forEachEdge(function(v) {
          return i.addEdge(v);
        });
      else {
        for (var u, l, c = ((u = t.partialGraph) === null || u === void 0 ? void 0 : u.nodes) || [], h = 0, g = c?.length || 0; h < g; h++) {
          var p = c[h];
          if (this.updateNode(p), o) {
            var S = this.nodeProgramIndex[p];
            if (S === void 0) throw new Error('Sigma: node "'.concat(p, `" can't be repaint`));
            this.addNodeToProgram(p, this.nodeIndices[p], S);
          }
        }
        for (var E = (t == null || (l = t.partialGraph) === null || l === void 0 ? void 0 : l.edges) || [], A = 0, P = E.length; A < P; A++) {
          var R = E[A];
          if (this.updateEdge(R), o) {
            var T = this.edgeProgramIndex[R];
            if (T === void 0) throw new Error('Sigma: edge "'.concat(R, `" can't be repaint`));
            this.addEdgeToProgram(R, this.edgeIndices[R], T);
          }
        }
      }
      return (a || !o) && (this.needToProcess = !0), s ? this.scheduleRender() : this.render(), this;
    }
    /**
     * Method used to schedule a render at the next available frame.
     * This method can be safely called on a same frame because it basically
     * debounces refresh to the next frame.
     *
     * @return {Sigma}
     */
  }, {
    key: "scheduleRender",
    value: function() {
      var t = this;
      return this.renderFrame || (this.renderFrame = requestAnimationFrame(function() {
        t.render();
      })), this;
    }
    /**
     * Method used to schedule a refresh (i.e. fully reprocess graph data and render)
     * at the next available frame.
     * This method can be safely called on a same frame because it basically
     * debounces refresh to the next frame.
     *
     * @return {Sigma}
     */
  }, {
    key: "scheduleRefresh",
    value: function(t) {
      return this.refresh(U(U({}, t), {}, {
        schedule: !0
      }));
    }
    /**
     * Method used to (un)zoom, while preserving the position of a viewport point.
     * Used for instance to zoom "on the mouse cursor".
     *
     * @param viewportTarget
     * @param newRatio
     * @return {CameraState}
     */
  }, {
    key: "getViewportZoomedState",
    value: function(t, i) {
      var o = this.camera.getState(), s = o.ratio, a = o.angle, u = o.x, l = o.y, c = this.settings, h = c.minCameraRatio, g = c.maxCameraRatio;
      typeof g == "number" && (i = Math.min(i, g)), typeof h == "number" && (i = Math.max(i, h));
      var p = i / s, S = {
        x: this.width / 2,
        y: this.height / 2
      }, E = this.viewportToFramedGraph(t), A = this.viewportToFramedGraph(S);
      return {
        angle: a,
        x: (E.x - A.x) * (1 - p) + u,
        y: (E.y - A.y) * (1 - p) + l,
        ratio: i
      };
    }
    /**
     * Method returning the abstract rectangle containing the graph according
     * to the camera's state.
     *
     * @return {object} - The view's rectangle.
     */
  }, {
    key: "viewRectangle",
    value: function() {
      var t = this.viewportToFramedGraph({
        x: 0,
        y: 0
      }), i = this.viewportToFramedGraph({
        x: this.width,
        y: 0
      }), o = this.viewportToFramedGraph({
        x: 0,
        y: this.height
      });
      return {
        x1: t.x,
        y1: t.y,
        x2: i.x,
        y2: i.y,
        height: i.y - o.y
      };
    }
    /**
     * Method returning the coordinates of a point from the framed graph system to the viewport system. It allows
     * overriding anything that is used to get the translation matrix, or even the matrix itself.
     *
     * Be careful if overriding dimensions, padding or cameraState, as the computation of the matrix is not the lightest
     * of computations.
     */
  }, {
    key: "framedGraphToViewport",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = !!i.cameraState || !!i.viewportDimensions || !!i.graphDimensions, s = i.matrix ? i.matrix : o ? mt(i.cameraState || this.camera.getState(), i.viewportDimensions || this.getDimensions(), i.graphDimensions || this.getGraphDimensions(), i.padding || this.getStagePadding()) : this.matrix, a = mn(s, t);
      return {
        x: (1 + a.x) * this.width / 2,
        y: (1 - a.y) * this.height / 2
      };
    }
    /**
     * Method returning the coordinates of a point from the viewport system to the framed graph system. It allows
     * overriding anything that is used to get the translation matrix, or even the matrix itself.
     *
     * Be careful if overriding dimensions, padding or cameraState, as the computation of the matrix is not the lightest
     * of computations.
     */
  }, {
    key: "viewportToFramedGraph",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = !!i.cameraState || !!i.viewportDimensions || !i.graphDimensions, s = i.matrix ? i.matrix : o ? mt(i.cameraState || this.camera.getState(), i.viewportDimensions || this.getDimensions(), i.graphDimensions || this.getGraphDimensions(), i.padding || this.getStagePadding(), !0) : this.invMatrix, a = mn(s, {
        x: t.x / this.width * 2 - 1,
        y: 1 - t.y / this.height * 2
      });
      return isNaN(a.x) && (a.x = 0), isNaN(a.y) && (a.y = 0), a;
    }
    /**
     * Method used to translate a point's coordinates from the viewport system (pixel distance from the top-left of the
     * stage) to the graph system (the reference system of data as they are in the given graph instance).
     *
     * This method accepts an optional camera which can be useful if you need to translate coordinates
     * based on a different view than the one being currently being displayed on screen.
     *
     * @param {Coordinates}                  viewportPoint
     * @param {CoordinateConversionOverride} override
     */
  }, {
    key: "viewportToGraph",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.normalizationFunction.inverse(this.viewportToFramedGraph(t, i));
    }
    /**
     * Method used to translate a point's coordinates from the graph system (the reference system of data as they are in
     * the given graph instance) to the viewport system (pixel distance from the top-left of the stage).
     *
     * This method accepts an optional camera which can be useful if you need to translate coordinates
     * based on a different view than the one being currently being displayed on screen.
     *
     * @param {Coordinates}                  graphPoint
     * @param {CoordinateConversionOverride} override
     */
  }, {
    key: "graphToViewport",
    value: function(t) {
      var i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.framedGraphToViewport(this.normalizationFunction(t), i);
    }
    /**
     * Method returning the distance multiplier between the graph system and the
     * viewport system.
     */
  }, {
    key: "getGraphToViewportRatio",
    value: function() {
      var t = {
        x: 0,
        y: 0
      }, i = {
        x: 1,
        y: 1
      }, o = Math.sqrt(Math.pow(t.x - i.x, 2) + Math.pow(t.y - i.y, 2)), s = this.graphToViewport(t), a = this.graphToViewport(i), u = Math.sqrt(Math.pow(s.x - a.x, 2) + Math.pow(s.y - a.y, 2));
      return u / o;
    }
    /**
     * Method returning the graph's bounding box.
     *
     * @return {{ x: Extent, y: Extent }}
     */
  }, {
    key: "getBBox",
    value: function() {
      return this.nodeExtent;
    }
    /**
     * Method returning the graph's custom bounding box, if any.
     *
     * @return {{ x: Extent, y: Extent } | null}
     */
  }, {
    key: "getCustomBBox",
    value: function() {
      return this.customBBox;
    }
    /**
     * Method used to override the graph's bounding box with a custom one. Give `null` as the argument to stop overriding.
     *
     * @return {Sigma}
     */
  }, {
    key: "setCustomBBox",
    value: function(t) {
      return this.customBBox = t, this.scheduleRender(), this;
    }
    /**
     * Method used to shut the container & release event listeners.
     *
     * @return {undefined}
     */
  }, {
    key: "kill",
    value: function() {
      this.emit("kill"), this.removeAllListeners(), this.unbindCameraHandlers(), window.removeEventListener("resize", this.activeListeners.handleResize), this.mouseCaptor.kill(), this.touchCaptor.kill(), this.unbindGraphHandlers(), this.clearIndices(), this.clearState(), this.nodeDataCache = {}, this.edgeDataCache = {}, this.highlightedNodes.clear(), this.renderFrame && (cancelAnimationFrame(this.renderFrame), this.renderFrame = null), this.renderHighlightedNodesFrame && (cancelAnimationFrame(this.renderHighlightedNodesFrame), this.renderHighlightedNodesFrame = null);
      for (var t = this.container; t.firstChild; ) t.removeChild(t.firstChild);
      for (var i in this.nodePrograms)
        this.nodePrograms[i].kill();
      for (var o in this.nodeHoverPrograms)
        this.nodeHoverPrograms[o].kill();
      for (var s in this.edgePrograms)
        this.edgePrograms[s].kill();
      this.nodePrograms = {}, this.nodeHoverPrograms = {}, this.edgePrograms = {};
      for (var a in this.elements)
        this.killLayer(a);
      this.canvasContexts = {}, this.webGLContexts = {}, this.elements = {};
    }
    /**
     * Method used to scale the given size according to the camera's ratio, i.e.
     * zooming state.
     *
     * @param  {number?} size -        The size to scale (node size, edge thickness etc.).
     * @param  {number?} cameraRatio - A camera ratio (defaults to the actual camera ratio).
     * @return {number}              - The scaled size.
     */
  }, {
    key: "scaleSize",
    value: function() {
      var t = arguments.length > 0 && arguments[0] !== void 0 ? arguments[0] : 1, i = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : this.camera.ratio;
      return t / this.settings.zoomToSizeRatioFunction(i) * (this.getSetting("itemSizesReference") === "positions" ? i * this.graphToViewportRatio : 1);
    }
    /**
     * Method that returns the collection of all used canvases.
     * At the moment, the instantiated canvases are the following, and in the
     * following order in the DOM:
     * - `edges`
     * - `nodes`
     * - `edgeLabels`
     * - `labels`
     * - `hovers`
     * - `hoverNodes`
     * - `mouse`
     *
     * @return {PlainObject<HTMLCanvasElement>} - The collection of canvases.
     */
  }, {
    key: "getCanvases",
    value: function() {
      var t = {};
      for (var i in this.elements) this.elements[i] instanceof HTMLCanvasElement && (t[i] = this.elements[i]);
      return t;
    }
  }]);
})(An), mu = pu;
const pi = /* @__PURE__ */ new WeakMap();
function _r(r) {
  const e = pi.get(r);
  if (e) return e;
  const n = new ee({ type: "undirected", multi: !1 }), t = (s, a, u, l, c = 0, h = !1) => {
    n.addNode(s, { kind: a, name: u, place: l, isPublic: h, holders: c });
  };
  r.members.forEach((s, a) => t(`a${a}`, "account", s.reviewer_id, a)), r.products.forEach((s, a) => t(`p${a}`, "product", s.product_id, a, s.n_ring_reviews)), r.other_products.forEach((s, a) => t(`o${a}`, "other", s, a)), r.identifiers.forEach((s, a) => {
    t(`t${a}`, "token", s.token, a, s.n_accounts, s.is_public);
    for (const u of s.holders) n.mergeEdge(`a${u}`, `t${a}`);
  });
  const { member: i, product: o } = r.reviews;
  return i.forEach((s, a) => {
    const u = o[a], l = u < r.products.length ? `p${u}` : `o${u - r.products.length}`;
    n.mergeEdge(`a${s}`, l);
  }), pi.set(r, n), n;
}
function vu(r, e, n) {
  const t = kr(r, mi(r, e), mi(r, n));
  if (!t) return null;
  const i = [];
  for (let o = 0; o + 2 < t.length; o += 2) {
    const [s, a, u] = t.slice(o, o + 3).map((l) => r.getNodeAttributes(l));
    i.push({
      account: s.name,
      via: a.kind === "token" ? "identifier" : "product",
      product_or_token: a.name,
      next_account: u.name,
      n_accounts: Math.max(a.holders, r.degree(t[o + 1])),
      review_ids: []
    });
  }
  return i;
}
function mi(r, e) {
  return r.findNode((n, t) => t.kind === "account" && t.name === e) ?? "";
}
function kr(r, e, n) {
  if (!r.hasNode(e) || !r.hasNode(n)) return null;
  const t = /* @__PURE__ */ new Map([[e, ""]]);
  let i = [e];
  const o = (a) => Math.max(r.getNodeAttribute(a, "holders"), r.degree(a));
  for (; i.length && !t.has(n); ) {
    const a = [];
    for (const u of i.sort((l, c) => o(l) - o(c)))
      r.forEachNeighbor(u, (l) => {
        t.has(l) || (t.set(l, u), a.push(l));
      });
    i = a;
  }
  if (!t.has(n)) return null;
  const s = [];
  for (let a = n; a; a = t.get(a)) s.unshift(a);
  return s;
}
var yu = (
  /*glsl*/
  `
precision mediump float;

varying vec4 v_color;
varying float v_border;

const float radius = 0.5;
const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);

void main(void) {
  vec2 m = gl_PointCoord - vec2(0.5, 0.5);
  float dist = radius - length(m);

  // No antialiasing for picking mode:
  #ifdef PICKING_MODE
  if (dist > v_border)
    gl_FragColor = v_color;
  else
    gl_FragColor = transparent;

  #else
  float t = 0.0;
  if (dist > v_border)
    t = 1.0;
  else if (dist > 0.0)
    t = dist / v_border;

  gl_FragColor = mix(transparent, v_color, t);
  #endif
}
`
), bu = yu, wu = (
  /*glsl*/
  `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;

uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;

varying vec4 v_color;
varying float v_border;

const float bias = 255.0 / 254.0;

void main() {
  gl_Position = vec4(
    (u_matrix * vec3(a_position, 1)).xy,
    0,
    1
  );

  // Multiply the point size twice:
  //  - x SCALING_RATIO to correct the canvas scaling
  //  - x 2 to correct the formulae
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.0;

  v_border = (0.5 / a_size) * u_sizeRatio;

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), _u = wu, Er = WebGLRenderingContext, vi = Er.UNSIGNED_BYTE, yi = Er.FLOAT, ku = ["u_sizeRatio", "u_pixelRatio", "u_matrix"], Eu = /* @__PURE__ */ (function(r) {
  function e() {
    return ce(this, e), fe(this, e, arguments);
  }
  return ge(e, r), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: _u,
        FRAGMENT_SHADER_SOURCE: bu,
        METHOD: WebGLRenderingContext.POINTS,
        UNIFORMS: ku,
        ATTRIBUTES: [{
          name: "a_position",
          size: 2,
          type: yi
        }, {
          name: "a_size",
          size: 1,
          type: yi
        }, {
          name: "a_color",
          size: 4,
          type: vi,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: vi,
          normalized: !0
        }]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(t, i, o) {
      var s = this.array;
      s[i++] = o.x, s[i++] = o.y, s[i++] = o.size, s[i++] = Ke(o.color), s[i++] = t;
    }
  }, {
    key: "setUniforms",
    value: function(t, i) {
      var o = t.sizeRatio, s = t.pixelRatio, a = t.matrix, u = i.gl, l = i.uniformLocations, c = l.u_sizeRatio, h = l.u_pixelRatio, g = l.u_matrix;
      u.uniform1f(h, s), u.uniform1f(c, o), u.uniformMatrix3fv(g, !1, a);
    }
  }]);
})(dr), Su = (
  /*glsl*/
  `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_normal;
attribute float a_normalCoef;
attribute vec2 a_positionStart;
attribute vec2 a_positionEnd;
attribute float a_positionCoef;
attribute float a_sourceRadius;
attribute float a_targetRadius;
attribute float a_sourceRadiusCoef;
attribute float a_targetRadiusCoef;

uniform mat3 u_matrix;
uniform float u_zoomRatio;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform float u_correctionRatio;
uniform float u_minEdgeThickness;
uniform float u_lengthToThicknessRatio;
uniform float u_feather;

varying vec4 v_color;
varying vec2 v_normal;
varying float v_thickness;
varying float v_feather;

const float bias = 255.0 / 254.0;

void main() {
  float minThickness = u_minEdgeThickness;

  vec2 normal = a_normal * a_normalCoef;
  vec2 position = a_positionStart * (1.0 - a_positionCoef) + a_positionEnd * a_positionCoef;

  float normalLength = length(normal);
  vec2 unitNormal = normal / normalLength;

  // These first computations are taken from edge.vert.glsl. Please read it to
  // get better comments on what's happening:
  float pixelsThickness = max(normalLength, minThickness * u_sizeRatio);
  float webGLThickness = pixelsThickness * u_correctionRatio / u_sizeRatio;

  // Here, we move the point to leave space for the arrow heads:
  // Source arrow head
  float sourceRadius = a_sourceRadius * a_sourceRadiusCoef;
  float sourceDirection = sign(sourceRadius);
  float webGLSourceRadius = sourceDirection * sourceRadius * 2.0 * u_correctionRatio / u_sizeRatio;
  float webGLSourceArrowHeadLength = webGLThickness * u_lengthToThicknessRatio * 2.0;
  vec2 sourceCompensationVector =
    vec2(-sourceDirection * unitNormal.y, sourceDirection * unitNormal.x)
    * (webGLSourceRadius + webGLSourceArrowHeadLength);
    
  // Target arrow head
  float targetRadius = a_targetRadius * a_targetRadiusCoef;
  float targetDirection = sign(targetRadius);
  float webGLTargetRadius = targetDirection * targetRadius * 2.0 * u_correctionRatio / u_sizeRatio;
  float webGLTargetArrowHeadLength = webGLThickness * u_lengthToThicknessRatio * 2.0;
  vec2 targetCompensationVector =
  vec2(-targetDirection * unitNormal.y, targetDirection * unitNormal.x)
    * (webGLTargetRadius + webGLTargetArrowHeadLength);

  // Here is the proper position of the vertex
  gl_Position = vec4((u_matrix * vec3(position + unitNormal * webGLThickness + sourceCompensationVector + targetCompensationVector, 1)).xy, 0, 1);

  v_thickness = webGLThickness / u_zoomRatio;

  v_normal = unitNormal;

  v_feather = u_feather * u_correctionRatio / u_zoomRatio / u_pixelRatio * 2.0;

  #ifdef PICKING_MODE
  // For picking mode, we use the ID as the color:
  v_color = a_id;
  #else
  // For normal mode, we use the color:
  v_color = a_color;
  #endif

  v_color.a *= bias;
}
`
), Ru = Su, Sr = WebGLRenderingContext, bi = Sr.UNSIGNED_BYTE, xe = Sr.FLOAT, Tu = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness", "u_lengthToThicknessRatio"], xu = {
  lengthToThicknessRatio: Tn.lengthToThicknessRatio
};
function Rr(r) {
  var e = U(U({}, xu), {});
  return /* @__PURE__ */ (function(n) {
    function t() {
      return ce(this, t), fe(this, t, arguments);
    }
    return ge(t, n), de(t, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 6,
          VERTEX_SHADER_SOURCE: Ru,
          FRAGMENT_SHADER_SOURCE: xn,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: Tu,
          ATTRIBUTES: [{
            name: "a_positionStart",
            size: 2,
            type: xe
          }, {
            name: "a_positionEnd",
            size: 2,
            type: xe
          }, {
            name: "a_normal",
            size: 2,
            type: xe
          }, {
            name: "a_color",
            size: 4,
            type: bi,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: bi,
            normalized: !0
          }, {
            name: "a_sourceRadius",
            size: 1,
            type: xe
          }, {
            name: "a_targetRadius",
            size: 1,
            type: xe
          }],
          CONSTANT_ATTRIBUTES: [
            // If 0, then position will be a_positionStart
            // If 1, then position will be a_positionEnd
            {
              name: "a_positionCoef",
              size: 1,
              type: xe
            },
            {
              name: "a_normalCoef",
              size: 1,
              type: xe
            },
            {
              name: "a_sourceRadiusCoef",
              size: 1,
              type: xe
            },
            {
              name: "a_targetRadiusCoef",
              size: 1,
              type: xe
            }
          ],
          CONSTANT_DATA: [[0, 1, -1, 0], [0, -1, 1, 0], [1, 1, 0, 1], [1, 1, 0, 1], [0, -1, 1, 0], [1, -1, 0, -1]]
        };
      }
    }, {
      key: "processVisibleItem",
      value: function(o, s, a, u, l) {
        var c = l.size || 1, h = a.x, g = a.y, p = u.x, S = u.y, E = Ke(l.color), A = p - h, P = S - g, R = a.size || 1, T = u.size || 1, v = A * A + P * P, k = 0, C = 0;
        v && (v = 1 / Math.sqrt(v), k = -P * v * c, C = A * v * c);
        var L = this.array;
        L[s++] = h, L[s++] = g, L[s++] = p, L[s++] = S, L[s++] = k, L[s++] = C, L[s++] = E, L[s++] = o, L[s++] = R, L[s++] = T;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, u = s.uniformLocations, l = u.u_matrix, c = u.u_zoomRatio, h = u.u_feather, g = u.u_pixelRatio, p = u.u_correctionRatio, S = u.u_sizeRatio, E = u.u_minEdgeThickness, A = u.u_lengthToThicknessRatio;
        a.uniformMatrix3fv(l, !1, o.matrix), a.uniform1f(c, o.zoomRatio), a.uniform1f(S, o.sizeRatio), a.uniform1f(p, o.correctionRatio), a.uniform1f(g, o.pixelRatio), a.uniform1f(h, o.antiAliasingFeather), a.uniform1f(E, o.minEdgeThickness), a.uniform1f(A, e.lengthToThicknessRatio);
      }
    }]);
  })(Vt);
}
Rr();
function Au(r) {
  return hr([Rr(), Wt(r), Wt(U(U({}, r), {}, {
    extremity: "source"
  }))]);
}
Au();
const wi = {
  square: "max(abs(p.x), abs(p.y)) / 0.8",
  diamond: "abs(p.x) + abs(p.y)"
};
function Cu(r) {
  return (
    /*glsl*/
    `
precision mediump float;
varying vec4 v_color;
varying float v_border;
const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);
void main(void) {
  vec2 p = 2.0 * gl_PointCoord - vec2(1.0, 1.0);
  float d = ${r};
  #ifdef PICKING_MODE
  gl_FragColor = d > 1.0 ? transparent : v_color;
  #else
  gl_FragColor = mix(v_color, transparent, smoothstep(1.0 - 4.0 * v_border, 1.0, d));
  #endif
}`
  );
}
function _i(r) {
  return class extends Eu {
    getDefinition() {
      return { ...super.getDefinition(), FRAGMENT_SHADER_SOURCE: Cu(r) };
    }
  };
}
const ki = {
  square: _i(wi.square),
  diamond: _i(wi.diamond)
}, Ht = 150;
function Lu(r, e) {
  const n = _r(r), t = new ee({ type: "undirected" }), i = new Du(n, Gu(r, n)), o = d("div", { class: "stage" }), s = d("p", { class: "told", role: "status" }), a = d("div", {}), u = d("canvas", { class: "lasso", "aria-hidden": "true" });
  let l = null, c = wt(o);
  function h(w) {
    for (const G of t.nodes()) i.shown.has(G) || t.dropNode(G);
    for (const G of i.shown) t.hasNode(G) || t.addNode(G, g(G));
    n.forEachEdge((G, _, m, $) => {
      t.hasNode(m) && t.hasNode($) && t.mergeEdge(m, $);
    }), w && p(), l?.refresh(), T();
  }
  function g(w) {
    const G = n.getNodeAttributes(w), _ = n.neighbors(w).find((W) => t.hasNode(W)), m = Nu(w), $ = n.degree(w);
    return {
      x: _ ? t.getNodeAttribute(_, "x") + m.x * 0.1 : m.x,
      y: _ ? t.getNodeAttribute(_, "y") + m.y * 0.1 : m.y,
      size: G.kind === "account" ? 4.5 : Math.min(5 + Math.sqrt($) * 1.1, 13),
      label: qe(G.name),
      type: G.kind === "account" ? "circle" : G.kind === "token" ? "diamond" : "square",
      color: c(G.isPublic || G.kind === "other" ? "other" : G.kind)
    };
  }
  function p() {
    if (t.order < 2) return;
    const w = t.order > 1e3 ? 40 : t.order > 300 ? 120 : 300, G = { ...qn.inferSettings(t), barnesHutOptimize: t.order > 250, gravity: 1.2, slowDown: 4 }, _ = qn(t, { iterations: w, settings: G });
    for (const [m, $] of Object.entries(_)) {
      const W = i.pinned.get(m);
      t.mergeNodeAttributes(m, W ?? { x: $.x, y: $.y });
    }
  }
  function S(w) {
    if (i.picked = new Set(w), i.path = [], !i.picked.size) {
      e.clear(), A(""), l?.refresh();
      return;
    }
    e.set(Si(r, n, i.picked), E(), bt(n, i.picked, "token")), A(E()), l?.refresh();
  }
  function E() {
    const w = [...i.picked].map((G) => n.getNodeAttribute(G, "name"));
    return w.length <= 3 ? w.join(", ") : f("graph.picked", { n: w.length });
  }
  function A(w) {
    s.textContent = qe(w);
  }
  const P = {
    expand: () => i.expand() && h(!0),
    collapse: () => i.collapse() && h(!1),
    path: () => {
      const w = [...i.picked].slice(-2), G = w.length === 2 ? kr(n, w[0], w[1]) : null;
      if (!G) return A(f(w.length === 2 ? "path.none" : "graph.two"));
      i.add(G), i.path = G, h(!0), A(G.map((_) => n.getNodeAttribute(_, "name")).join(" → ")), e.set(Si(r, n, new Set(G.filter((_) => _.startsWith("a")))), f("graph.path"));
    },
    pin: () => {
      for (const w of i.picked) {
        if (!t.hasNode(w)) continue;
        const { x: G, y: _ } = t.getNodeAttributes(w);
        i.pinned.delete(w) || i.pinned.set(w, { x: G, y: _ });
      }
      l?.refresh();
    },
    lasso: () => {
      const w = u.classList.toggle("on");
      R.lasso.setAttribute("aria-pressed", String(w));
    },
    undo: () => i.undo() && h(!0),
    fit: () => {
      l?.getCamera().animatedReset({ duration: 150 });
    }
  }, R = Object.fromEntries(
    Object.entries(P).map(([w, G]) => [
      w,
      d(
        "button",
        { type: "button", class: "icon", "data-deed": w, "aria-label": se(`graph.${w}`, w), title: se(`graph.${w}`, w), onclick: G },
        Ni(w)
      )
    ])
  );
  function T() {
    const w = [...i.shown], G = be(
      f("graph.list"),
      [
        {
          title: f("graph.pick"),
          cell: (_) => d("input", {
            type: "checkbox",
            checked: i.picked.has(_),
            "aria-label": f("graph.pickOne", { id: n.getNodeAttribute(_, "name") }),
            onchange: (m) => {
              const $ = new Set(i.picked);
              m.target.checked ? $.add(_) : $.delete(_), S($);
            }
          })
        },
        { title: f("graph.node"), wide: !0, key: (_) => n.getNodeAttribute(_, "name"), cell: (_) => te(n.getNodeAttribute(_, "name")) },
        { title: f("column.kind"), key: (_) => n.getNodeAttribute(_, "kind"), cell: (_) => Ei(n, _) },
        { title: f("graph.links"), numeric: !0, key: (_) => n.degree(_), cell: (_) => n.degree(_) }
      ],
      w
    );
    le(a, [G.element]);
  }
  function v() {
    h(!0);
    try {
      l = new mu(t, o, {
        allowInvalidContainer: !0,
        nodeProgramClasses: { square: ki.square, diamond: ki.diamond },
        labelFont: getComputedStyle(o).fontFamily,
        labelSize: 11,
        labelRenderedSizeThreshold: 9,
        labelColor: { color: c("ink") },
        defaultEdgeColor: c("edge"),
        zIndex: !0,
        stagePadding: 24,
        doubleClickZoomingRatio: 1,
        nodeReducer: (w, G) => k(w, G),
        edgeReducer: (w, G) => {
          const [_, m] = t.extremities(w), $ = i.path.indexOf(_), W = $ >= 0 && (i.path[$ + 1] === m || i.path[$ - 1] === m), X = i.picked.has(_) || i.picked.has(m);
          return { ...G, color: c(W ? "ring" : X ? "muted" : "edge"), size: W ? 3 : X ? 1.2 : 0.6, zIndex: W ? 1 : 0 };
        },
        defaultDrawNodeHover: (w, G, _) => $u(w, G, _.labelSize, c)
      });
    } catch {
      le(o, [d("p", { class: "told" }, f("graph.noWebgl"))]);
      return;
    }
    z(l);
  }
  function k(w, G) {
    const _ = n.getNodeAttributes(w), m = i.path.includes(w) || i.picked.has(w) || L(w), $ = _.isPublic || _.kind === "other" ? "other" : _.kind;
    return {
      ...G,
      color: c(m ? $ : "faded"),
      size: G.size * (i.pinned.has(w) ? 1.35 : 1),
      highlighted: i.picked.has(w),
      forceLabel: i.path.includes(w) || i.pinned.has(w),
      label: m ? G.label : "",
      zIndex: m ? 1 : 0
    };
  }
  let C = null;
  function L(w) {
    return C === null || C.has(w);
  }
  e.listen(() => {
    C = e.rows === null ? null : Pu(r, e), l?.refresh();
  });
  function z(w) {
    let G = null, _ = !1;
    w.on("clickNode", ({ node: m, event: $ }) => {
      if (_) return;
      const W = $.original.ctrlKey || $.original.metaKey || $.original.shiftKey;
      S(W ? i.picked.has(m) ? [...i.picked].filter((X) => X !== m) : [...i.picked, m] : [m]);
    }), w.on("doubleClickNode", ({ node: m, preventSigmaDefault: $ }) => {
      $(), i.picked = /* @__PURE__ */ new Set([m]), P.expand();
    }), w.on("clickStage", () => S([])), w.on("downNode", ({ node: m }) => {
      G = m, _ = !1;
    }), w.getMouseCaptor().on("mousemovebody", (m) => {
      if (!G) return;
      const $ = w.viewportToGraph(m);
      _ || i.keep(), _ = !0, i.pinned.set(G, $), t.mergeNodeAttributes(G, $), m.preventSigmaDefault(), m.original.preventDefault();
    }), w.getMouseCaptor().on("mouseup", () => G = null), w.on("enterNode", ({ node: m }) => A(`${Ei(n, m)}: ${n.getNodeAttribute(m, "name")}`)), Fu(u, w, t, (m) => {
      P.lasso(), S(m);
    });
  }
  const O = matchMedia("(prefers-color-scheme: dark)"), M = () => {
    c = wt(o), l?.setSetting("labelColor", { color: c("ink") }), l?.refresh();
  };
  O.addEventListener("change", M);
  const Y = new ResizeObserver(() => {
    o.clientWidth && !l && !o.childElementCount && (c = wt(o), v());
  });
  return Y.observe(o), r.members.length - Math.min(r.members.length, Ht) && A(f("graph.some", { n: Ht, all: r.members.length })), {
    element: d(
      "div",
      { class: "network" },
      d("div", { class: "tools", role: "toolbar", "aria-label": f("graph.tools") }, ...Object.values(R)),
      d("div", { class: "stage-box" }, o, u),
      s,
      d("details", { class: "as-list" }, d("summary", {}, f("graph.list")), a)
    ),
    dispose: () => {
      Y.disconnect(), O.removeEventListener("change", M), l?.kill();
    }
  };
}
class Du {
  constructor(e, n) {
    this.all = e, this.shown = n;
  }
  all;
  shown;
  picked = /* @__PURE__ */ new Set();
  pinned = /* @__PURE__ */ new Map();
  path = [];
  #e = [];
  keep() {
    this.#e.push({ shown: new Set(this.shown), pinned: new Map(this.pinned), path: this.path });
  }
  undo() {
    const e = this.#e.pop();
    return e && Object.assign(this, e), e !== void 0;
  }
  add(e) {
    this.keep();
    for (const n of e) this.shown.add(n);
  }
  expand() {
    const e = [...this.picked].flatMap((n) => this.all.neighbors(n)).filter((n) => !this.shown.has(n));
    return e.length && this.add(e), e.length > 0;
  }
  /** Hide the neighbours of what is picked that hang on nothing else. */
  collapse() {
    const e = [...this.picked].flatMap(
      (t) => this.all.neighbors(t).filter(
        (i) => this.shown.has(i) && !this.picked.has(i) && this.all.neighbors(i).every((o) => this.picked.has(o) || !this.shown.has(o))
      )
    ), n = e.length ? e : [...this.picked];
    if (!n.length) return !1;
    this.keep();
    for (const t of n) this.shown.delete(t);
    return !0;
  }
}
function Gu(r, e) {
  return new Set(
    e.filterNodes((n, t) => t.kind !== "other" && (t.kind !== "account" || t.place < Ht || r.members.length <= Ht))
  );
}
function Nu(r) {
  const e = Number(r.slice(1)) * 2.39996, n = r.startsWith("p") ? 3 : r.startsWith("t") ? 5 : 8;
  return { x: n * Math.cos(e), y: n * Math.sin(e) };
}
function Ei(r, e) {
  const n = r.getNodeAttributes(e);
  return n.kind === "token" ? n.isPublic ? f("node.public", { n: n.holders }) : f("node.token") : f(`node.${n.kind}`);
}
function bt(r, e, n) {
  return [...e].map((t) => r.getNodeAttributes(t)).filter((t) => t.kind === n).map((t) => t.place);
}
function Si(r, e, n) {
  const t = new Set(bt(e, n, "account"));
  for (const a of bt(e, n, "token")) for (const u of r.identifiers[a].holders) t.add(u);
  const i = new Set(bt(e, n, "product"));
  for (const a of bt(e, n, "other")) i.add(r.products.length + a);
  const { member: o, product: s } = r.reviews;
  return o.map((a, u) => u).filter((a) => t.has(o[a]) || i.has(s[a]));
}
function Pu(r, e) {
  const n = new Set([...e.tokens].map((t) => `t${t}`));
  for (const t of e.tokens) for (const i of r.identifiers[t].holders) n.add(`a${i}`);
  for (const t of e.rows ?? []) {
    n.add(`a${r.reviews.member[t]}`);
    const i = r.reviews.product[t];
    n.add(i < r.products.length ? `p${i}` : `o${i - r.products.length}`);
  }
  return n;
}
function $u(r, e, n, t) {
  if (r.strokeStyle = t("ink"), r.lineWidth = 1.5, r.beginPath(), r.arc(e.x, e.y, e.size + 2.5, 0, 2 * Math.PI), r.stroke(), !e.label) return;
  r.font = `600 ${n}px ${r.canvas.ownerDocument.defaultView ? "system-ui, sans-serif" : "sans-serif"}`;
  const i = r.measureText(e.label).width;
  r.fillStyle = t("paper"), r.globalAlpha = 0.92, r.fillRect(e.x + e.size + 4, e.y - n, i + 6, n + 8), r.globalAlpha = 1, r.fillStyle = t("ink"), r.fillText(e.label, e.x + e.size + 7, e.y + n / 3);
}
function Fu(r, e, n, t) {
  let i = [];
  const o = (s) => {
    const a = r.getBoundingClientRect();
    return [s.clientX - a.left, s.clientY - a.top];
  };
  r.addEventListener("pointerdown", (s) => {
    r.width = r.clientWidth, r.height = r.clientHeight, i = [o(s)], r.setPointerCapture(s.pointerId);
  }), r.addEventListener("pointermove", (s) => {
    if (!i.length) return;
    i.push(o(s));
    const a = r.getContext("2d");
    a.clearRect(0, 0, r.width, r.height), a.strokeStyle = wt(r)("ring"), a.setLineDash([4, 3]), a.beginPath();
    for (const [u, l] of i) a.lineTo(u, l);
    a.closePath(), a.stroke();
  }), r.addEventListener("pointerup", () => {
    r.getContext("2d").clearRect(0, 0, r.width, r.height);
    const s = n.filterNodes((a, u) => Iu(i, e.graphToViewport(u)));
    i = [], t(s);
  });
}
function Iu(r, { x: e, y: n }) {
  let t = !1;
  return r.forEach(([i, o], s) => {
    const [a, u] = r[(s + r.length - 1) % r.length];
    o > n != u > n && e < (a - i) * (n - o) / (u - o) + i && (t = !t);
  }), t;
}
function zu(r, e) {
  const { prior: n, steps: t, held: i, total: o } = r.waterfall, s = [];
  let a = n;
  s.push({ name: f("waterfall.prior"), from: 0, to: n, amount: n, isLevel: !0 });
  for (const h of t)
    s.push({ name: Ne(h.family), from: a, to: a + (h.amount ?? 0), amount: h.amount }), a += h.amount ?? 0;
  i < -0.05 && s.push({ name: f("waterfall.held"), from: a, to: a + i, amount: i }), s.push({ name: f("waterfall.total"), from: 0, to: o, amount: o, isLevel: !0 });
  const u = Math.min(0, ...s.map((h) => Math.min(h.from, h.to))), l = Math.max(1, ...s.map((h) => Math.max(h.from, h.to))), c = (h) => (h - u) / (l - u) * 100;
  return d(
    "table",
    { class: "waterfall" },
    d("caption", { class: "unseen" }, f("section.waterfall")),
    d("thead", { class: "unseen" }, d("tr", {}, d("th", {}, f("column.family")), d("th", {}, f("column.odds")), d("th", {}, f("waterfall.bar")))),
    d(
      "tbody",
      {},
      ...s.map((h) => {
        const g = h.isLevel ? "level" : (h.amount ?? 0) < 0 ? "down" : "up", p = d("span", { class: `bar ${g}` });
        return p.style.marginInlineStart = `${c(Math.min(h.from, h.to))}%`, p.style.inlineSize = `${Math.max(0.6, c(Math.max(h.from, h.to)) - c(Math.min(h.from, h.to)))}%`, d("tr", {}, d("th", { scope: "row" }, h.name), d("td", { class: "number" }, Ou(h, e)), d("td", { class: "bars" }, h.amount === null ? null : p));
      })
    )
  );
}
function Ou(r, e) {
  return r.amount === null ? f("grade.silent") : e ? je(r.amount) : r.isLevel ? Ve(r.amount) : jt(r.amount);
}
function Tr(r) {
  return se(`hypothesis.${r}`, r);
}
function Mu(r, e) {
  const n = (t, i) => Object.entries(t.by_family).filter(([, s]) => i * s >= 0.5).sort(([, s], [, a]) => i * (a - s)).slice(0, 3).map(([s, a]) => `${Ne(s)} ${e ? je(a) : jt(a)}`).join(", ") || "–";
  return be(
    f("section.hypotheses"),
    [
      {
        title: f("column.hypothesis"),
        key: (t) => t.name,
        cell: (t) => d("span", { class: t.is_ring ? "guilty" : "innocent", lang: "en" }, Tr(t.name))
      },
      { title: f("column.isRing"), key: (t) => Number(t.is_ring), cell: (t) => f(t.is_ring ? "hypothesis.ring" : "hypothesis.innocent") },
      { title: f("column.before"), numeric: !0, key: (t) => t.prior, cell: (t) => e ? je(t.prior) : Ve(t.prior) },
      { title: f("column.odds"), numeric: !0, key: (t) => t.log_odds, cell: (t) => e ? je(t.log_odds) : Ve(t.log_odds) },
      { title: f("column.for"), cell: (t) => n(t, 1) },
      { title: f("column.against"), cell: (t) => n(t, -1) }
    ],
    r.hypotheses
  ).element;
}
const Ri = 3, Uu = 0.3, Bu = 60, Wu = 40, Hu = 2e3;
function xr(r) {
  return r.slice(0, Hu).match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]+/gu) ?? [];
}
function ju(r) {
  const e = xr(r.toLowerCase()).filter((t) => /[\p{L}\p{N}]/u.test(t)), n = /* @__PURE__ */ new Set();
  for (let t = 0; t + Ri <= e.length; t += 1) n.add(e.slice(t, t + Ri).join(" "));
  return n;
}
function qu(r) {
  const e = r.reviews.text ?? [], n = e.map((s) => ju(s ?? "")), t = /* @__PURE__ */ new Map();
  n.forEach((s, a) => {
    for (const u of s) {
      const l = t.get(u);
      l ? l.push(a) : t.set(u, [a]);
    }
  });
  const i = /* @__PURE__ */ new Map();
  for (const s of t.values())
    if (!(s.length < 2 || s.length > Wu))
      for (let a = 0; a < s.length; a += 1)
        for (let u = a + 1; u < s.length; u += 1) {
          const l = s[a] * e.length + s[u];
          i.set(l, (i.get(l) ?? 0) + 1);
        }
  const o = [];
  for (const [s, a] of i) {
    const [u, l] = [Math.floor(s / e.length), s % e.length], c = a / (n[u].size + n[l].size - a);
    c >= Uu && r.reviews.member[u] !== r.reviews.member[l] && o.push({ a: u, b: l, like: c });
  }
  return o.sort((s, a) => a.like - s.like || s.a - a.a || s.b - a.b).slice(0, Bu);
}
function Vu(r, e) {
  const n = e.length + 1, t = new Uint16Array((r.length + 1) * n), i = (a, u) => r[a].toLowerCase() === e[u].toLowerCase();
  for (let a = r.length - 1; a >= 0; a -= 1)
    for (let u = e.length - 1; u >= 0; u -= 1)
      t[a * n + u] = i(a, u) ? t[(a + 1) * n + u + 1] + 1 : Math.max(t[(a + 1) * n + u], t[a * n + u + 1]);
  const [o, s] = [r.map(() => !1), e.map(() => !1)];
  for (let a = 0, u = 0; a < r.length && u < e.length; )
    i(a, u) ? (o[a] = s[u] = !0, a += 1, u += 1) : t[(a + 1) * n + u] >= t[a * n + u + 1] ? a += 1 : u += 1;
  return [o, s];
}
function Ku(r, e) {
  const n = d("p", { class: "text", lang: "" });
  return r.forEach((t, i) => {
    const o = i && /[\p{L}\p{N}]/u.test(t) ? " " : "";
    n.append(o, e[i] ? d("span", {}, t) : d("mark", {}, t));
  }), n;
}
function Zu(r) {
  if (r.reviews.text === null) return d("p", { class: "told" }, f("texts.absent"));
  const e = qu(r);
  return e.length ? d(
    "div",
    { class: "pairs" },
    d("p", { class: "told" }, f("texts.about", { n: e.length })),
    ...e.map((n) => {
      const t = [n.a, n.b].map((o) => xr(r.reviews.text[o] ?? "")), i = Vu(t[0], t[1]);
      return d(
        "figure",
        { class: "pair" },
        d("figcaption", {}, f("texts.alike", { share: Se(n.like) })),
        ...[n.a, n.b].map(
          (o, s) => d(
            "div",
            {},
            d(
              "p",
              { class: "told" },
              te(r.members[r.reviews.member[o]].reviewer_id),
              ` · ${Oe(r.reviews.posted_at[o] ?? null)} · ${r.reviews.rating[o] ?? "–"} ★`
            ),
            Ku(t[s], i[s])
          )
        )
      );
    })
  ) : d("p", { class: "told" }, f("texts.none"));
}
const Ie = 15, He = 58, Yu = 22, Ae = 864e5, Xu = 60;
function Ju(r, e) {
  const { posted_at: n, in_ring: t, product: i, rating: o } = r.reviews, s = n.map((w) => w === null ? NaN : Gn(w)), a = s.map((w, G) => G).filter((w) => !Number.isNaN(s[w])), u = a.filter((w) => t[w]);
  if (!u.length) return null;
  const l = u.map((w) => s[w]), c = l.reduce((w, G) => Math.min(w, G)), h = Math.max(l.reduce((w, G) => Math.max(w, G)), c + Ae), g = (h - c) * 0.02 + Ae, [p, S] = [c - g, h + g], E = r.products.map(() => 0);
  for (const w of u) E[i[w]] += 1;
  const A = r.products.map((w, G) => G).sort((w, G) => E[G] - E[w]).slice(0, Xu).sort((w, G) => (r.products[w].first_at ?? "") < (r.products[G].first_at ?? "") ? -1 : 1), P = new Map(A.map((w, G) => [w, G])), R = f("timeline.label", { n: u.length, from: $e(c), until: $e(h) });
  let T = 96, v = 600;
  const k = (w) => T + (w - p) / (S - p) * (v - T - 8), C = (w) => p + (w - T) / (v - T - 8) * (S - p), L = zi(R, () => He + A.length * Ie + Yu, (w) => {
    const { context: G, colour: _ } = w;
    v = w.width, T = v < 500 ? 64 : 110, z(G, _), O(G, _), A.forEach((m, $) => M(G, _, m, $)), Y(G, _);
  });
  function z(w, G) {
    const _ = He + A.length * Ie, m = [1, 2, 7, 14, 30.44, 61, 91.3, 182.6, 365.25, 730.5].find(($) => (S - p) / Ae / $ <= (v - T) / 82) ?? 1461;
    w.fillStyle = G("muted"), w.strokeStyle = G("rule"), w.textAlign = "center";
    for (let $ = Math.ceil(p / Ae) * Ae; $ < S; $ += Math.round(m) * Ae)
      w.beginPath(), w.moveTo(k($), 4), w.lineTo(k($), _), w.stroke(), k($) < v - 28 && w.fillText($e($), Math.max(k($), T + 26), _ + 15);
  }
  function O(w, G) {
    const _ = (S - p) / Math.max(20, Math.floor((v - T) / 7)), m = (x) => {
      const K = [];
      for (const j of x) {
        const ie = Math.floor((s[j] - p) / _);
        K[ie] = (K[ie] ?? 0) + 1;
      }
      return K;
    }, $ = m(u), W = m(u.filter((x) => e.has(x))), X = Math.max(...$.filter(Boolean)), ne = (x) => x / X * (He - 14), b = Math.max(1, k(p + _) - k(p) - 1);
    $.forEach((x, K) => {
      w.fillStyle = G("ring-soft"), w.fillRect(k(p + K * _), He - 6 - ne(x), b, ne(x));
      const j = W[K] ?? 0;
      w.fillStyle = G("ring"), w.fillRect(k(p + K * _), He - 6 - ne(j), b, ne(j));
    });
  }
  function M(w, G, _, m) {
    const $ = r.products[_], W = He + m * Ie + Ie / 2;
    if (w.textAlign = "right", w.fillStyle = G($.is_bystander && r.flagged ? "muted" : "ink"), w.fillText(Oi(w, qe($.product_id), T - 12), T - 6, W + 4), !$.baseline || !$.baseline_from) return;
    const X = Gn($.baseline_from), ne = $.baseline.reduce((b, x) => Math.max(b, x), 1);
    w.fillStyle = G("other-soft"), $.baseline.forEach((b, x) => {
      const [K, j] = [X + x * 7 * Ae, X + (x + 1) * 7 * Ae];
      if (!b || j < p || K > S) return;
      const ie = b / ne * (Ie - 2), oe = k(Math.max(K, p));
      w.fillRect(oe, W + Ie / 2 - 1 - ie, Math.max(1, k(Math.min(j, S)) - oe - 0.5), ie);
    });
  }
  function Y(w, G) {
    for (const _ of [!1, !0])
      for (const m of u) {
        const $ = P.get(i[m]);
        if ($ === void 0 || e.has(m) !== _) continue;
        const W = o[m] ?? null;
        w.globalAlpha = _ ? 0.85 : 0.15, w.fillStyle = G(W === null ? "muted" : W >= 4 ? "ring" : W <= 2 ? "low" : "muted"), Qu(w, k(s[m]), He + $ * Ie + Ie / 2, W);
      }
    w.globalAlpha = 1;
  }
  e.listen(L.redraw);
  const B = [c, h].map(
    (w, G) => d("input", {
      type: "date",
      "aria-label": f(G ? "timeline.until" : "timeline.from"),
      value: $e(w),
      onchange: () => y(Date.parse(B[0].value), Date.parse(B[1].value) + Ae - 1)
    })
  );
  function y(w, G) {
    if (Number.isNaN(w) || Number.isNaN(G)) return;
    B[0].value = $e(w), B[1].value = $e(G);
    const _ = a.filter((m) => s[m] >= w && s[m] <= G && t[m]);
    e.set(_, f("brush.times", { from: $e(w), until: $e(G) }));
  }
  return el(L.canvas, (w, G) => {
    Math.abs(G - w) < 4 ? e.clear() : y(nt(C(Math.min(w, G)), p, S), nt(C(Math.max(w, G)), p, S));
  }), d("div", { class: "timeline" }, L.element, d("div", { class: "tools" }, ...B));
}
function Qu(r, e, n, t) {
  if (t !== null && t <= 2) {
    r.fillRect(e - 3, n - 3, 6, 6);
    return;
  }
  if (t === null || t < 4) {
    r.fillRect(e - 1, n - 4, 2, 8);
    return;
  }
  r.beginPath(), r.arc(e, n, 3, 0, 2 * Math.PI), r.fill();
}
function el(r, e) {
  let n = null;
  const t = (i) => i.clientX - r.getBoundingClientRect().left;
  r.addEventListener("pointerdown", (i) => {
    n = t(i), r.setPointerCapture(i.pointerId);
  }), r.addEventListener("pointerup", (i) => {
    n !== null && e(n, t(i)), n = null;
  });
}
function tl(r, e, n) {
  const t = new Map((r.removals ?? []).map((p) => [p.family, p]));
  if (!e.host.canWhatIf && !t.size) return null;
  const i = r.waterfall.steps.filter((p) => p.amount !== null && (e.host.canWhatIf || t.has(p.family))), o = /* @__PURE__ */ new Set(), s = /* @__PURE__ */ new Set(), a = d("div", { role: "status", class: "answer" }), u = d("p", { class: "told" });
  let l = 0;
  async function c() {
    const p = l += 1;
    if (u.textContent = s.size ? f("whatif.gone", { n: s.size }) : "", !o.size && !s.size) return le(a, [d("p", {}, f("whatif.asIs"))]);
    const S = { score: r.score, q_value: r.q_value, rank: r.rank, flagged: r.flagged };
    try {
      if (e.host.canWhatIf) {
        const A = await e.whatIf({
          ring_id: r.ring_id,
          families: [...o],
          accounts: [...s],
          products: [],
          reviews: [],
          merged: [],
          fdr: null,
          min_families: null
        });
        p === l && le(a, [Ti(A.before, A.after, A.abnormal)]);
        return;
      }
      const E = t.get([...o].at(-1) ?? "");
      E && le(a, [Ti(S, E.after, E.abnormal)]);
    } catch (E) {
      p === l && le(a, [d("p", { class: "problem" }, E.message)]);
    }
  }
  const h = !e.host.canWhatIf, g = i.map(
    (p) => d(
      "label",
      { class: "box" },
      d("input", {
        type: h ? "radio" : "checkbox",
        name: "whatif",
        "data-family": p.family,
        onchange: (S) => {
          h && o.clear(), S.target.checked ? o.add(p.family) : o.delete(p.family), c();
        }
      }),
      Ne(p.family)
    )
  );
  return c(), d(
    "div",
    { class: "whatif" },
    d("fieldset", {}, d("legend", {}, f("whatif.families")), ...g),
    h ? null : d(
      "div",
      { class: "tools" },
      d("button", { type: "button", class: "quiet", onclick: () => {
        for (const p of n.rows ?? []) s.add(r.members[r.reviews.member[p]].reviewer_id);
        c();
      } }, f("whatif.accounts")),
      d("button", { type: "button", class: "quiet", onclick: () => {
        s.clear(), c();
      } }, f("whatif.back")),
      u
    ),
    a
  );
}
function Ti(r, e, n) {
  const t = (o, s, a) => d("tr", {}, d("th", { scope: "row" }, o), d("td", {}, s), d("td", {}, d("strong", {}, a))), i = (o) => f(o.flagged ? "flagged" : "unflagged");
  return d(
    "table",
    { class: "plain" },
    d("thead", {}, d("tr", {}, d("td", {}), d("th", { scope: "col" }, f("whatif.before")), d("th", { scope: "col" }, f("whatif.after")))),
    d(
      "tbody",
      {},
      t(f("column.odds"), Ve(r.score), Ve(e.score)),
      t(f("column.flag"), i(r), i(e)),
      t(f("column.rank"), String(r.rank), String(e.rank)),
      t(f("column.falseShare"), Se(r.q_value), Se(e.q_value)),
      t(f("whatif.abnormal"), "", n.map(Ne).join(", ") || "–")
    )
  );
}
async function nl(r, e) {
  const n = await r.client.ring(e), t = new $o(), i = Lu(n, t), o = Ju(n, t), s = f(n.flagged ? "noun.ring" : "noun.group"), a = tl(n, r.client, t), u = r.client.host.canDecide ? pl(r, n) : null, l = d(
    "article",
    { class: "ring-screen" },
    il(n, s),
    d(
      "div",
      { class: "columns" },
      d("section", { class: "why", "aria-label": f("section.facts") }, xo(n, t, r.expert), rl(n)),
      d(
        "section",
        { class: "pictures", "aria-label": f("section.pictures") },
        ol(t),
        i.element,
        o ?? d("p", { class: "told" }, f("timeline.absent")),
        d("div", { class: "legend", "aria-hidden": "true" }, sl()),
        Fo(n, t)
      )
    ),
    d(
      "div",
      { class: "folds" },
      pe(f("section.story"), () => al(n)),
      pe(f("section.hypotheses"), () => Mu(n, r.expert)),
      pe(f("section.waterfall"), () => zu(n, r.expert)),
      a ? pe(f("section.whatif"), () => a) : null,
      pe(f("section.texts"), () => Zu(n)),
      pe(f("section.members"), () => ul(n)),
      pe(f(n.flagged ? "section.clients" : "section.products"), () => ll(n)),
      n.identifiers.length ? pe(f("section.tokens"), () => cl(n, t)) : null,
      pe(f("section.reviews"), () => dl(n, t), { "data-fold": "reviews" }),
      n.siblings.length || n.events.length ? pe(f("section.kin"), () => hl(n)) : null,
      n.notes.length || r.client.host.canDecide ? pe(f("section.notes"), () => fl(r, n)) : null,
      pe(f("section.provenance"), () => gl(n))
    ),
    u
  ), c = (await r.inbox()).rows, h = c.findIndex((p) => p.ring_id === n.ring_id), g = (p) => () => {
    const S = c[h + p];
    S && r.go(ue("ring", S.ring_id));
  };
  return {
    title: `${s} ${n.ring_id}`,
    element: l,
    keys: { j: g(1), k: g(-1), ...u ? u.keys : {}, Escape: () => t.clear() },
    dispose: i.dispose
  };
}
function il(r, e) {
  return d(
    "header",
    { class: "ring-head" },
    d("h1", { tabindex: -1 }, d("span", { class: "noun" }, e), " ", te(r.ring_id)),
    d(
      "p",
      { class: "chips" },
      r.flagged ? d("span", { class: "chip hot" }, `⚑ ${f("flagged")}`) : d("span", { class: "chip" }, f("unflagged")),
      r.decision ? d("span", { class: "chip" }, `${se(`verdict.${r.decision.verdict}`, r.decision.verdict)} · ${r.decision.by} · ${Oe(r.decision.at)}`) : null,
      r.lease ? d("span", { class: "chip" }, f("lease.by", { by: r.lease.by })) : null
    ),
    d("p", { class: "summary", lang: "en" }, r.summary)
  );
}
function rl(r) {
  const e = r.innocent_explanation;
  return e ? d("p", { class: "closest" }, f("closest"), " ", d("strong", { lang: "en" }, Tr(e))) : null;
}
function ol(r) {
  const e = d("span", {}), n = d("button", { type: "button", class: "quiet", onclick: () => r.clear() }, f("brush.clear")), t = d("p", { class: "brushed", role: "status" }, e, n);
  return t.hidden = !0, r.listen(() => {
    t.hidden = r.rows === null, le(e, [r.rows === null ? "" : f("brush.rows", { n: r.rows.size, what: r.label })]);
  }), t;
}
function sl() {
  const r = document.createDocumentFragment();
  for (const [e, n] of [["praise", "4–5★"], ["middle", "3★"], ["blame", "1–2★"]])
    r.append(d("span", { class: `key ${e}` }), n);
  return r;
}
function al(r) {
  const { who: e, what: n, when: t, identifiers: i, how_sure: o, against: s, next_steps: a } = r.story;
  return d(
    "div",
    { class: "story", lang: "en" },
    ...Object.entries({ who: e, what: n, when: t, identifiers: i, how_sure: o, against: s, next_steps: a }).filter(([, l]) => l.length).flatMap(([l, c]) => [
      d("h3", {}, se(`story.${l}`, l)),
      d("ul", {}, ...c.map((h) => d("li", {}, h)))
    ])
  );
}
function ul(r) {
  return be(
    f("section.members"),
    [
      { title: f("column.account"), key: (e) => e.reviewer_id, cell: (e) => rt(e.reviewer_id) },
      { title: f("column.membership"), numeric: !0, key: (e) => e.membership, cell: (e) => Se(e.membership) },
      { title: f("column.role"), key: (e) => e.role, cell: (e) => se(`role.${e.role}`, e.role) },
      { title: f("column.created"), key: (e) => e.created_at, cell: (e) => De(e.created_at) },
      { title: f("column.first"), key: (e) => e.first_at, cell: (e) => De(e.first_at) },
      { title: f("column.last"), key: (e) => e.last_at, cell: (e) => De(e.last_at) },
      { title: f("column.ofTargets"), numeric: !0, key: (e) => e.n_ring_reviews, cell: (e) => Z(e.n_ring_reviews) },
      { title: f("column.reviews"), numeric: !0, key: (e) => e.n_reviews, cell: (e) => Z(e.n_reviews) }
    ],
    r.members
  ).element;
}
function ll(r) {
  const e = (n) => r.flagged ? n.is_bystander ? f("bystander") : Se(n.service) : "–";
  return d(
    "div",
    {},
    be(
      f("section.products"),
      [
        { title: f("column.product"), key: (n) => n.product_id, cell: (n) => te(n.product_id) },
        { title: f("column.seller"), key: (n) => n.seller_id, cell: (n) => n.seller_id === null ? "–" : te(n.seller_id) },
        { title: f(r.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: !0, key: (n) => n.n_ring_reviews, cell: (n) => Z(n.n_ring_reviews) },
        { title: f("column.allReviews"), numeric: !0, key: (n) => n.n_reviews, cell: (n) => Z(n.n_reviews) },
        { title: f("column.with"), numeric: !0, key: (n) => n.rating_with, cell: (n) => Gt(n.rating_with) },
        { title: f("column.without"), numeric: !0, key: (n) => n.rating_without, cell: (n) => Gt(n.rating_without) },
        { title: f("column.first"), key: (n) => n.first_at, cell: (n) => De(n.first_at) },
        { title: f("column.last"), key: (n) => n.last_at, cell: (n) => De(n.last_at) },
        ...r.flagged ? [{ title: f("column.service"), numeric: !0, key: (n) => n.service, cell: e }] : []
      ],
      r.products
    ).element,
    d("h3", {}, f("section.sellers")),
    be(
      f("section.sellers"),
      [
        { title: f("column.seller"), key: (n) => n.seller_id, cell: (n) => n.seller_id === null ? f("seller.unknown") : te(n.seller_id) },
        { title: f("column.products"), numeric: !0, key: (n) => n.n_products, cell: (n) => Z(n.n_products) },
        { title: f(r.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: !0, key: (n) => n.n_ring_reviews, cell: (n) => Z(n.n_ring_reviews) },
        { title: f("column.allReviews"), numeric: !0, key: (n) => n.n_reviews, cell: (n) => Z(n.n_reviews) },
        { title: f("column.with"), numeric: !0, key: (n) => n.rating_with, cell: (n) => Gt(n.rating_with) },
        { title: f("column.without"), numeric: !0, key: (n) => n.rating_without, cell: (n) => Gt(n.rating_without) }
      ],
      r.sellers
    ).element
  );
}
function cl(r, e) {
  const n = (t) => {
    const i = new Set(t.holders), o = r.reviews.member.map((s, a) => a).filter((s) => i.has(r.reviews.member[s]));
    e.set(o, t.token, [r.identifiers.indexOf(t)]);
  };
  return be(
    f("section.tokens"),
    [
      { title: f("column.kind"), key: (t) => t.kind, cell: (t) => t.kind },
      { title: f("column.token"), key: (t) => t.token, cell: (t) => d("span", { class: t.is_public ? "public" : "" }, te(t.token)) },
      { title: f("column.holders"), numeric: !0, key: (t) => t.holders.length, cell: (t) => Z(t.holders.length) },
      { title: f("column.everybody"), numeric: !0, key: (t) => t.n_accounts, cell: (t) => `${Z(t.n_accounts)}${t.is_public ? ` · ${f("token.public")}` : ""}` },
      { title: f("column.accounts"), wide: !0, cell: (t) => d("span", {}, ...t.holders.flatMap((i, o) => [o ? ", " : "", rt(r.members[i].reviewer_id)])) },
      { title: f("fact.show"), cell: (t) => d("button", { type: "button", class: "quiet", onclick: () => n(t) }, f("brush.do")) }
    ],
    r.identifiers
  ).element;
}
function dl(r, e) {
  const n = r.reviews.member.map((s, a) => a), t = Fi(r, n, f("section.reviews")), i = d("p", { class: "told" }), o = () => {
    const s = e.rows === null ? n : n.filter((a) => e.has(a));
    t.show(s), i.textContent = f("reviews.shown", { n: s.length, all: n.length });
  };
  return e.listen(o), o(), d("div", {}, i, t.element);
}
function hl(r) {
  return d(
    "ul",
    {},
    ...r.siblings.map(
      (e) => d(
        "li",
        {},
        d("a", { href: ue("ring", e.ring_id) }, te(e.ring_id)),
        ` · ${f("sibling", { accounts: Z(e.n_members), instruments: Z(e.n_instruments) })} · `,
        d("a", { href: ue("compare", "", { a: r.ring_id, b: e.ring_id }) }, f("compare.do"))
      )
    ),
    ...r.events.map((e) => d("li", { lang: "en" }, `${Oe(e.at)} ${se(`event.${e.kind}`, e.kind)}: ${e.words}`))
  );
}
function fl(r, e) {
  const n = d("ul", { class: "notes" }), t = (s) => le(n, s.map((a) => d("li", {}, d("span", { class: "told" }, `${a.by} · ${De(a.at)}`), d("p", { class: "text" }, a.text))));
  t(e.notes);
  const i = d("textarea", { rows: 2, "aria-label": f("note.text"), maxlength: 2e4 }), o = async () => {
    if (i.value.trim())
      try {
        t((await r.client.note({ ring_id: e.ring_id, text: i.value, by: null })).notes), i.value = "", r.tell(f("note.kept"));
      } catch (s) {
        r.tell(s.message, !0);
      }
  };
  return d(
    "div",
    { "data-notes": "" },
    n,
    r.client.host.canDecide ? d("div", { class: "tools" }, i, d("button", { type: "button", onclick: () => {
      o();
    } }, f("note.add"))) : null
  );
}
function gl(r) {
  const { run_id: e, version: n, source: t, created_at: i, fdr: o, limits: s, notes: a } = r.provenance, u = (l, c) => [d("dt", {}, l), d("dd", {}, d("bdi", {}, c))];
  return d(
    "div",
    {},
    d(
      "dl",
      {},
      ...u(f("run.id"), e),
      ...u(f("run.version"), n),
      ...u(f("run.source"), t),
      ...u(f("run.created"), i),
      ...u(f("run.fdr"), Se(o)),
      ...u(f("column.rank"), `${r.rank} / ${r.n_rings}`),
      ...u(f("column.falseShare"), Se(r.q_value))
    ),
    d("ul", { lang: "en" }, ...[...s, ...a].map((l) => d("li", {}, l)))
  );
}
function pl(r, e) {
  const n = (a) => () => {
    r.decide([e.ring_id], a);
  }, t = () => {
    const u = r.root.querySelector("[data-notes] textarea")?.closest("details") ?? [...r.root.querySelectorAll("details")].find((l) => l.querySelector("summary")?.textContent === f("section.notes"));
    u && (u.open = !0), requestAnimationFrame(() => r.root.querySelector("[data-notes] textarea")?.focus());
  }, i = { c: n("confirm"), d: n("dismiss"), w: n("watch"), n: t, u: () => {
    r.undo([e.ring_id]);
  } }, o = (a, u, l = "") => d("button", { type: "button", class: l, "data-verdict": a, "aria-keyshortcuts": u, onclick: i[u] }, se(`deed.${a}`, a)), s = d(
    "div",
    { class: "decision-bar", role: "toolbar", "aria-label": f("section.decision") },
    o("confirm", "c", "hot"),
    o("dismiss", "d"),
    o("watch", "w"),
    d("button", { type: "button", "data-verdict": "unsure", onclick: n("unsure") }, f("deed.unsure")),
    o("note", "n", "quiet"),
    o("undo", "u", "quiet")
  );
  return Object.assign(s, { keys: i });
}
async function ml(r, e) {
  const { hits: n, is_cut: t } = e.trim() ? await r.client.search(e) : { hits: [], is_cut: !1 }, i = (o) => o.kind === "ring" || o.kind === "account" ? d("a", { href: ue(o.kind, o.id) }, te(o.id)) : te(o.id);
  return {
    title: f("search.title", { query: e }),
    element: d(
      "article",
      {},
      d("h1", { tabindex: -1 }, f("search.title", { query: e })),
      d("p", { class: "told" }, f(t ? "search.cut" : "search.found", { n: n.length })),
      n.length ? be(
        f("search.title", { query: e }),
        [
          { title: f("column.kind"), key: (o) => o.kind, cell: (o) => se(`hit.${o.kind}`, o.kind) },
          { title: f("search.id"), key: (o) => o.id, cell: i },
          {
            title: f("search.where"),
            wide: !0,
            cell: (o) => d("span", {}, ...o.ring_ids.flatMap((s, a) => [a ? ", " : "", d("a", { href: ue("ring", s) }, te(s))]))
          }
        ],
        n
      ).element : null
    ),
    keys: {}
  };
}
function ze(r, e) {
  try {
    return e !== void 0 && localStorage.setItem(`collusion.${r}`, e), localStorage.getItem(`collusion.${r}`);
  } catch {
    return null;
  }
}
class vl {
  constructor(e, n, t = "") {
    this.root = e, this.host = n, this.client = new po(n), this.router = n.kind === "notebook" ? new wo(t || ue("inbox")) : new bo(), Dn(ze("language") ?? navigator.language.slice(0, 2)), this.#u(), this.router.listen(() => {
      this.show();
    }), e.addEventListener("click", (i) => this.#f(i)), e.addEventListener("keydown", (i) => this.#c(i)), n.kind !== "notebook" && document.addEventListener("keydown", (i) => i.target === document.body && this.#c(i)), window.addEventListener("beforeprint", () => this.#g()), this.show();
  }
  root;
  host;
  client;
  router;
  expert = ze("expert") === "yes";
  #e = ze("keys") !== "no";
  #t = null;
  #n = null;
  #r = 0;
  #o = 0;
  #i = d("div", { class: "main" });
  #s = d("div", { class: "toast", role: "status", "aria-live": "polite" });
  go(e) {
    this.router.go(e);
  }
  /** The inbox, asked for once; what is decided changes its rows. */
  inbox() {
    return this.#t ??= this.client.inbox().then((e) => ({ ...e })), this.#t;
  }
  /** Say something to the reader, seen and read aloud. */
  tell(e, n = !1) {
    le(this.#s, [d("span", { class: n ? "problem" : "" }, e)]), clearTimeout(this.#o), this.#o = setTimeout(() => le(this.#s, []), 8e3);
  }
  async show() {
    const e = this.#r += 1;
    this.#i.setAttribute("aria-busy", "true");
    let n;
    try {
      n = await this.#d();
    } catch (i) {
      n = {
        title: f("problem"),
        element: d("div", {}, d("h1", { tabindex: -1 }, f("problem")), d("p", { class: "problem" }, i.message), d("p", {}, d("a", { href: ue("inbox") }, f("screen.inbox")))),
        keys: {}
      };
    }
    if (e !== this.#r) {
      n.dispose?.();
      return;
    }
    this.#n?.dispose?.();
    const t = this.#n === null;
    this.#n = n, le(this.#i, [n.element]), this.#i.removeAttribute("aria-busy"), this.root.dataset.screen = this.router.route.screen, this.host.kind !== "notebook" && (document.title = `${n.title} · Collusion`), t || (this.host.kind !== "notebook" && scrollTo(0, 0), n.element.querySelector("h1")?.focus({ preventScroll: !0 }));
  }
  #d() {
    const { screen: e, id: n, query: t } = this.router.route;
    switch (e) {
      case "ring":
        return nl(this, n);
      case "account":
        return _o(this, n);
      case "compare":
        return Lo(this, t);
      case "search":
        return ml(this, t.get("q") ?? "");
      default:
        return Po(this, t);
    }
  }
  /** Ask for the reason, decide, and put the changed rows into the inbox; false when the reader drew back. */
  async decide(e, n) {
    if (!e.length) return !1;
    const t = await this.#h(e, n);
    return t === null ? !1 : this.#a(
      () => this.client.decide({ ring_ids: [...e], verdict: n, note: t.note, accounts: null, expires: t.expires || null, by: t.by || null }),
      f("decided", { n: e.length, verdict: f(`verdict.${n}`) })
    );
  }
  async undo(e) {
    return e.length ? this.#a(() => this.client.undo({ ring_ids: [...e], note: "", by: null }), f("undone", { n: e.length })) : !1;
  }
  async #a(e, n) {
    try {
      const { rows: t } = await e(), i = await this.#t, o = new Map(t.map((s) => [s.ring_id, s]));
      return i && i.rows.forEach((s, a, u) => u[a] = o.get(s.ring_id) ?? s), this.tell(n), this.router.route.screen === "ring" && await this.show(), !0;
    } catch (t) {
      return this.tell(t.message, !0), !1;
    }
  }
  #h(e, n) {
    return new Promise((t) => {
      const i = d("textarea", { rows: 4, required: !0, maxlength: 2e4, name: "note" }), o = d("input", { name: "by", required: !0, autocomplete: "name", value: ze("by") ?? "" }), s = d("input", { type: "date", name: "expires", min: Oe((/* @__PURE__ */ new Date()).toISOString()) }), a = (l, c) => d("label", { class: "field" }, d("span", {}, l), c), u = d(
        "dialog",
        { class: "dialog", "aria-labelledby": "decision-title" },
        d(
          "form",
          {
            onsubmit: (l) => {
              if (l.preventDefault(), !i.value.trim()) return;
              o.value && ze("by", o.value);
              const c = { note: i.value, by: o.value, expires: s.value };
              t(c), u.close();
            }
          },
          d("h2", { id: "decision-title" }, `${se(`deed.${n}`, n)}: ${e.length === 1 ? e[0] : f("decision.many", { n: e.length })}`),
          a(f("decision.note"), i),
          this.host.kind === "notebook" ? a(f("decision.by"), o) : null,
          n === "dismiss" ? null : a(f("decision.expires"), s),
          d(
            "div",
            { class: "tools" },
            d("button", { class: n === "confirm" ? "hot" : "" }, f(`deed.${n}`)),
            d("button", { type: "button", class: "quiet", onclick: () => u.close() }, f("cancel"))
          )
        )
      );
      u.addEventListener("close", () => {
        u.remove(), t(null);
      }), this.root.append(u), u.showModal(), i.focus();
    });
  }
  #u() {
    this.root.classList.add("collusion"), this.root.lang = it();
    const e = d("input", { type: "search", name: "q", "aria-label": f("search.label"), placeholder: f("search.hint") }), n = d(
      "form",
      {
        class: "search",
        role: "search",
        "aria-label": f("search.label"),
        onsubmit: (s) => {
          s.preventDefault(), e.value.trim() && this.go(ue("search", "", { q: e.value.trim() }));
        }
      },
      e,
      d("button", { class: "icon", "aria-label": f("search.do") }, Ni("search"))
    ), t = d("button", { type: "button", class: "quiet", "aria-pressed": String(this.expert), onclick: () => {
      this.expert = !this.expert, ze("expert", this.expert ? "yes" : "no"), t.setAttribute("aria-pressed", String(this.expert)), this.show();
    } }, f("expert")), i = d(
      "select",
      { "aria-label": f("language"), onchange: (s) => {
        const a = s.target.value;
        ze("language", a), Dn(a), this.#u(), this.show();
      } },
      ...Object.keys(_n).map((s) => d("option", { value: s, selected: s === it() }, s.toUpperCase()))
    ), o = d("button", { type: "button", class: "quiet", onclick: () => this.#l() }, f("help"));
    le(this.root, [
      d("a", { class: "skip", href: "#/", onclick: (s) => (s.preventDefault(), this.#i.querySelector("h1")?.focus()) }, f("skip")),
      d(
        "header",
        { class: "top" },
        d("a", { class: "mark", href: ue("inbox") }, "Collusion"),
        d("nav", { "aria-label": f("screens") }, d("a", { href: ue("inbox") }, f("screen.inbox")), d("a", { href: ue("compare") }, f("screen.compare"))),
        n,
        d("div", { class: "settings" }, t, i, o)
      ),
      // A page has one main; a notebook, and a host that gives its own, have it already.
      d(this.host.kind === "notebook" || this.root.tagName === "MAIN" ? "div" : "main", {}, this.#i),
      this.#s
    ]);
  }
  #l() {
    const e = ["j", "k", "o", ...this.host.canDecide ? ["x", "c", "d", "w", "n", "u"] : [], "/", "Escape", "?"], n = d("input", { type: "checkbox", checked: this.#e, onchange: () => {
      this.#e = n.checked, ze("keys", this.#e ? "yes" : "no");
    } }), t = d(
      "dialog",
      { class: "dialog", "aria-labelledby": "help-title" },
      d("h2", { id: "help-title" }, f("help.title")),
      d("label", { class: "box" }, n, f("help.keys")),
      d("dl", { class: "keys" }, ...e.flatMap((i) => [d("dt", {}, d("kbd", {}, i)), d("dd", {}, se(`key.${i}`, i))])),
      d("p", {}, f("help.graph")),
      d("p", { class: "told" }, f("help.marks")),
      d("button", { type: "button", onclick: () => t.close() }, f("close"))
    );
    t.addEventListener("close", () => t.remove()), this.root.append(t), t.showModal();
  }
  #f(e) {
    const n = e.target.closest?.("a[href^='#/']");
    !n || this.host.kind !== "notebook" || (e.preventDefault(), this.go(n.getAttribute("href")));
  }
  #c(e) {
    const n = e.target;
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || n.closest?.("textarea, select, dialog, input:not([type=checkbox]):not([type=radio])") || !this.#e && e.key !== "Escape") return;
    if (e.key === "?") return this.#l();
    if (e.key === "/")
      return e.preventDefault(), this.root.querySelector(".search input")?.focus();
    const i = this.#n?.keys[e.key];
    i && (e.preventDefault(), i());
  }
  #g() {
    const e = this.#i;
    e.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("unfoldrows"));
    const n = Lr(e);
    for (const t of e.querySelectorAll(".drawing")) t.dispatchEvent(new CustomEvent("redraw"));
    window.addEventListener(
      "afterprint",
      () => {
        n(), e.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("foldrows"));
      },
      { once: !0 }
    );
  }
}
const Ar = "collusion-key", yn = "x-collusion-state";
async function yl(r) {
  const e = location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : "", n = /^[A-Za-z0-9_-]{43}$/.test(e);
  n && history.replaceState(null, "", location.pathname + location.search);
  let t = await bl();
  return t.by === null && (t = await wl(r, t, n ? e : "")), t.key && localStorage.setItem(Ar, t.key), new _l(t);
}
function bn(r = "") {
  const e = { "x-collusion-key": localStorage.getItem(Ar) ?? "" };
  return r && (e[yn] = r), e;
}
async function bl() {
  return await (await fetch("session", { headers: bn() })).json();
}
function wl(r, e, n) {
  const t = document.createElement("form");
  t.className = "sign-in";
  const i = document.createElement("h1");
  i.textContent = "Collusion desk";
  const o = xi(t, "Your name: every decision carries it", "name", e.asks_name), s = xi(t, "Token: the end of the printed address, after #", "token", n === ""), a = document.createElement("button");
  a.textContent = "Begin";
  const u = document.createElement("p");
  return u.setAttribute("role", "alert"), t.append(a, u), t.prepend(i), r.replaceChildren(t), (e.asks_name ? o : s).focus(), new Promise((l) => {
    const c = async () => {
      const h = JSON.stringify({ token: n || s.value.trim().replace(/^.*#/, ""), name: o.value }), g = await fetch("session", { method: "POST", headers: { "content-type": "application/json" }, body: h }), p = await g.json();
      g.ok ? (r.replaceChildren(), l(p)) : u.textContent = p.error ?? "Refused.";
    };
    t.addEventListener("submit", (h) => {
      h.preventDefault(), c();
    }), !e.asks_name && n !== "" && c();
  });
}
function xi(r, e, n, t) {
  const i = document.createElement("input");
  i.name = n, i.autocomplete = "off", i.required = t;
  const o = document.createElement("label");
  return o.append(e, i), o.hidden = !t, r.append(o), i;
}
class _l {
  kind = "desk";
  canDecide;
  canWhatIf;
  // The state of the workspace in which each path was read.
  #e = /* @__PURE__ */ new Map();
  #t = /* @__PURE__ */ new Map();
  constructor(e) {
    this.canDecide = e.can_decide, this.canWhatIf = e.can_what_if;
  }
  async get(e) {
    const n = this.#t.get(e), t = bn();
    n && (t["if-none-match"] = n.tag);
    const i = await fetch(`api/${kl(e)}`, { headers: t });
    if (this.#n(e, i), i.status === 304 && n) return n.body;
    const o = await Ai(i), s = i.headers.get("etag");
    return s && this.#t.set(e, { tag: s, body: o }), o;
  }
  async post(e, n) {
    const t = n.ring_ids ?? [], [i, ...o] = t, a = i !== void 0 && o.length === 0 ? this.#e.get(`rings/${encodeURIComponent(i)}`) : void 0, u = { ...bn(a ?? this.#e.get("inbox")), "content-type": "application/json" }, l = await fetch(`api/${e}`, { method: "POST", headers: u, body: JSON.stringify(n) }), c = await Ai(l), h = l.headers.get(yn);
    if (h) for (const g of t) this.#e.set(`rings/${encodeURIComponent(g)}`, h);
    return c;
  }
  #n(e, n) {
    const t = n.headers.get(yn);
    t && this.#e.set(e, t);
  }
}
function kl(r) {
  const [e = "", n] = r.split("/", 2);
  return n === "." || n === ".." ? `${e}?id=${n}` : r;
}
async function Ai(r) {
  const e = await r.json();
  if (r.status === 401 && location.reload(), !r.ok) throw new Error(e.error ?? `The desk answered ${r.status}.`);
  return e;
}
function El(r) {
  const e = /* @__PURE__ */ new Map();
  let n = 0;
  r.on("msg:custom", (i) => {
    const o = i;
    e.get(o.id)?.(o), e.delete(o.id);
  });
  const t = (i, o, s) => new Promise((a, u) => {
    n += 1, e.set(
      n,
      (l) => l.error === void 0 ? a(l.result) : u(new Error(l.error))
    ), r.send({ id: n, method: i, path: o, body: s });
  });
  return {
    kind: "notebook",
    canDecide: !!r.get("can_decide"),
    canWhatIf: !!r.get("can_what_if"),
    get: (i) => t("GET", i, null),
    post: (i, o) => t("POST", i, o)
  };
}
const Ci = 50;
async function Sl(r) {
  const e = document.getElementById(`block-${r}`);
  if (!e) throw new Error(f("report.absent", { id: r }));
  const n = Uint8Array.from(atob(e.textContent ?? ""), (i) => i.charCodeAt(0)), t = new Blob([n]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(t).json();
}
class Rl {
  #e = /* @__PURE__ */ new Map();
  load(e) {
    return this.#e.has(e) || this.#e.set(e, Sl(e)), this.#e.get(e);
  }
  index() {
    return this.load("index");
  }
  async ring(e) {
    const n = (await this.index()).ring_ids.indexOf(e);
    if (n < 0) throw new Error(f("report.absent", { id: e }));
    return this.load(`ring-${n}`);
  }
  async ringsOf(e) {
    const n = await this.index(), t = Object.hasOwn(n.account, e) ? n.account[e] : [];
    if (!t.length) throw new Error(f("report.absent", { id: e }));
    return Promise.all(t.map((i) => this.load(`ring-${i}`)));
  }
  async account(e) {
    const n = await this.index(), t = await this.ringsOf(e), i = t.map((a) => a.members.findIndex((u) => u.reviewer_id === e)), o = t[0], s = o.members[i[0]];
    return {
      reviewer_id: e,
      score: n.scores[e] ?? null,
      is_honest: n.honest.includes(e),
      created_at: s.created_at,
      n_reviews: s.n_reviews,
      rings: t.map((a, u) => {
        const l = a.members[i[u]], { ring_id: c, rank: h, flagged: g } = a;
        return { ring_id: c, rank: h, flagged: g, membership: l.membership, role: l.role, n_ring_reviews: l.n_ring_reviews };
      }),
      holdings: Tl(t, i),
      neighbours: xl(o, i[0]),
      reviews: Al(t, i),
      has_texts: o.reviews.text !== null,
      counterfactual: n.counterfactuals[e] ?? null
    };
  }
  async compare(e, n) {
    const [t, i] = await Promise.all([this.ring(e), this.ring(n)]), o = (u) => ({
      accounts: new Set(u.members.map((l) => l.reviewer_id)),
      products: new Set(u.products.map((l) => l.product_id)),
      sellers: new Set(u.products.flatMap((l) => l.seller_id ?? [])),
      tokens: new Set(u.identifiers.map((l) => l.token))
    }), [s, a] = [o(t), o(i)];
    return {
      a: Li(t),
      b: Li(i),
      shared: Object.keys(s).map((u) => ({
        what: u,
        n_a: s[u].size,
        n_b: a[u].size,
        shared: [...s[u]].filter((l) => a[u].has(l)).sort()
      })),
      events: []
    };
  }
  async search(e) {
    const n = e.trim().toLowerCase();
    if (!n) return { query: e, hits: [], is_cut: !1 };
    const t = await this.index(), i = await this.load("inbox"), o = [], s = (a, u, l) => {
      u.toLowerCase().includes(n) && o.push({ kind: a, id: u, ring_ids: l.map((c) => t.ring_ids[c]) });
    };
    t.ring_ids.forEach((a, u) => s("ring", a, [u]));
    for (const a of ["account", "token", "review"])
      for (const [u, l] of Object.entries(t[a])) s(a, u, l);
    for (const [a, u] of [["product", "products"], ["seller", "sellers"]]) {
      const l = /* @__PURE__ */ new Map();
      i.rows.forEach((c) => {
        const h = t.ring_ids.indexOf(c.ring_id);
        for (const g of c[u]) h >= 0 && l.set(g, [...l.get(g) ?? [], h]);
      });
      for (const [c, h] of l) s(a, c, h);
    }
    return o.sort((a, u) => +(a.id.toLowerCase() !== n) - +(u.id.toLowerCase() !== n) || a.id.length - u.id.length), { query: e, hits: o.slice(0, Ci), is_cut: o.length > Ci };
  }
  async path(e, n) {
    for (const t of await this.ringsOf(e)) {
      const i = vu(_r(t), e, n);
      if (i) return { hops: i, words: "" };
    }
    return { hops: [], words: f("path.none") };
  }
}
function Li(r) {
  return {
    ring_id: r.ring_id,
    run_id: r.provenance.run_id,
    rank: r.rank,
    flagged: r.flagged,
    n_reviewers: r.n_reviewers,
    n_products: r.n_products,
    n_reviews: r.n_reviews,
    score: r.score,
    q_value: r.q_value,
    first_at: r.first_at,
    last_at: r.last_at,
    contributions: Object.fromEntries(r.waterfall.steps.map((e) => [e.family, e.amount]))
  };
}
function Tl(r, e) {
  const n = /* @__PURE__ */ new Map();
  return r.forEach((t, i) => {
    for (const o of t.identifiers.filter((s) => s.holders.includes(e[i]))) {
      const { kind: s, token: a, n_accounts: u, is_public: l } = o, c = n.get(a) ?? { kind: s, token: a, n_accounts: u, is_public: l, ring_ids: [] };
      c.ring_ids.push(t.ring_id), n.set(a, c);
    }
  }), [...n.values()];
}
function xl(r, e) {
  const n = r.members.map(() => /* @__PURE__ */ new Set());
  return r.reviews.member.forEach((i, o) => {
    r.reviews.in_ring[o] && n[i].add(r.reviews.product[o]);
  }), r.members.map((i, o) => {
    const s = r.identifiers.filter((a) => a.holders.includes(e) && a.holders.includes(o));
    return {
      reviewer_id: i.reviewer_id,
      n_products: [...n[e]].filter((a) => n[o].has(a)).length,
      n_tokens: s.length,
      rarest_token_held_by: s.length ? Math.min(...s.map((a) => a.n_accounts)) : null
    };
  }).filter((i, o) => o !== e && i.n_products + i.n_tokens > 0).sort((i, o) => o.n_tokens - i.n_tokens || o.n_products - i.n_products).slice(0, 200);
}
function Al(r, e) {
  const n = /* @__PURE__ */ new Map();
  return r.forEach((t, i) => {
    const { reviews: o, products: s, other_products: a } = t;
    o.member.forEach((u, l) => {
      if (u !== e[i]) return;
      const c = o.product[l], h = o.review_id[l], g = n.get(h) ?? {
        review_id: h,
        product_id: s[c]?.product_id ?? a[c - s.length],
        posted_at: o.posted_at[l],
        rating: o.rating[l],
        verified: o.verified[l],
        ring_ids: [],
        title: o.title?.[l] ?? null,
        text: o.text?.[l] ?? null
      };
      o.in_ring[l] && g.ring_ids.push(t.ring_id), n.set(h, g);
    });
  }), [...n.values()];
}
function Cl() {
  const r = new Rl();
  return { kind: "report", canDecide: !1, canWhatIf: !1, get: (t) => {
    const [i = "", o = ""] = t.split("?", 2), [s, a = ""] = i.split("/", 2), u = new URLSearchParams(o), l = (c) => u.get(c) ?? "";
    switch (s) {
      case "inbox":
        return r.load("inbox");
      case "rings":
        return r.ring(decodeURIComponent(a));
      case "accounts":
        return r.account(decodeURIComponent(a));
      case "compare":
        return r.compare(l("a"), l("b"));
      case "search":
        return r.search(l("q"));
      case "path":
        return r.path(l("a"), l("b"));
      default:
        return Promise.reject(new Error(t));
    }
  }, post: () => Promise.reject(new Error(f("report.readonly"))) };
}
function Ln(r, e, n = "") {
  new vl(r, e, n);
}
const tt = document.getElementById("collusion");
tt?.classList.add("collusion");
tt?.dataset.host === "report" && Ln(tt, Cl());
tt?.dataset.host === "desk" && yl(tt).then((r) => Ln(tt, r));
const Ll = {
  render({ model: r, el: e }) {
    const n = document.createElement("div");
    e.append(n), Ln(n, El(r), String(r.get("start") ?? ""));
  }
};
export {
  Ll as default,
  Ln as mount
};
