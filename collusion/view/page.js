function u(i, e = {}, ...t) {
  const n = document.createElement(i);
  for (const [r, o] of Object.entries(e))
    typeof o == "function" ? n.addEventListener(r.slice(2), o) : o === !0 ? n.setAttribute(r, "") : o !== !1 && o !== null && o !== void 0 && n.setAttribute(r, Ve(String(o)));
  return ie(n, t), n;
}
function ie(i, e) {
  i.replaceChildren(
    ...e.filter((t) => t != null && t !== !1).map((t) => t instanceof Node ? t : Ve(String(t)))
  );
}
const zr = (
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
);
function Ve(i) {
  return i.replace(zr, "�");
}
function Q(i) {
  return u("bdi", { class: "id" }, i);
}
function Ke(i, e, t) {
  return Math.max(e, Math.min(t, i));
}
function zi(i, e, t = {}) {
  const n = u("div", { class: "fold-body" }), r = u("details", { class: "fold", ...t }, u("summary", {}, i), n);
  let o = !1;
  const s = () => {
    o || (o = !0, ie(n, [e()]));
  };
  return r.addEventListener("toggle", () => r.open && s()), r.addEventListener("unfold", s), r.open && s(), r;
}
function Or(i) {
  const e = [], t = [];
  for (; ; ) {
    const n = [...i.querySelectorAll("details:not([open])")], r = [...i.querySelectorAll(".rows:not([data-whole])")];
    if (!n.length && !r.length) break;
    for (const o of n)
      o.dispatchEvent(new CustomEvent("unfold")), o.open = !0, e.push(o);
    for (const o of r)
      o.setAttribute("data-whole", ""), o.dispatchEvent(new CustomEvent("printall")), t.push(o);
  }
  return () => {
    for (const n of e) n.open = !1;
    for (const n of t)
      n.removeAttribute("data-whole"), n.dispatchEvent(new CustomEvent("printdone"));
  };
}
const Oi = {
  de: {
    "odds.even": "gleich",
    "odds.for": "{value} zu 1",
    "odds.against": "1 zu {value}",
    "odds.over": "über {value} zu 1",
    "odds.under": "unter 1 zu {value}",
    "percent.over": "über {value} %",
    "percent.under": "unter {value} %",
    yes: "ja",
    no: "nein",
    any: "alle",
    cancel: "Abbrechen",
    close: "Schließen",
    problem: "Das ging nicht",
    skip: "Zum Inhalt",
    screens: "Ansichten",
    language: "Sprache",
    expert: "Bits",
    help: "Hilfe",
    "screen.inbox": "Eingang",
    "screen.compare": "Vergleich",
    "noun.ring": "Ring",
    "noun.group": "Gruppe",
    "noun.account": "Konto",
    flagged: "gemeldet",
    unflagged: "nicht gemeldet",
    "lease.by": "bei {by}",
    "column.rank": "Rang",
    "column.odds": "Chancen",
    "column.accounts": "Konten",
    "column.products": "Produkte",
    "column.reviews": "Bewertungen",
    "column.harm": "Schaden",
    "column.last": "Zuletzt",
    "column.first": "Zuerst",
    "column.status": "Stand",
    "column.path": "Weg",
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
    "family.beyond honest groups": "Mehr, als ehrliche Gruppen zeigen",
    "family.labels": "Angaben über Konten",
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
    "fact.counts": "gefunden : erwartet",
    "fact.factor": "Chancen",
    "fact.moved": "Das verändert die Chancen um {factor}.",
    "fact.show": "In den Bildern zeigen",
    "fact.observed": "Gefunden {observed}; bei ehrlichen wären es {expected}.",
    "fact.bits": "{bits} Bit gegen den Zufall, {added} Bit der Wertung.",
    "fact.rows": {
      one: "{n} Bewertung dahinter",
      other: "{n} Bewertungen dahinter"
    },
    "token.held": "bei {n} Mitgliedern und {all} Konten insgesamt",
    "token.heldBy": {
      one: "{n} Konto",
      other: "{n} Konten"
    },
    "token.public": "öffentlich",
    "table.more": {
      one: "{n} weitere",
      other: "{n} weitere"
    },
    "text.whole": {
      one: "Ganzer Text ({n} Zeichen)",
      other: "Ganzer Text ({n} Zeichen)"
    },
    "timeline.label": "Zeitverlauf: {n} Bewertungen der Zielprodukte von {from} bis {until}. Jede Zeile steht in der Tabelle der Bewertungen.",
    "timeline.from": "Von",
    "timeline.until": "Bis",
    "timeline.absent": "Die Bewertungen haben keine Zeiten.",
    "matrix.label": "Wer was bewertete: {accounts} Konten mal {products} Produkte, {reviews} Bewertungen. Jede steht in der Tabelle der Bewertungen.",
    "brush.times": "{from} bis {until}",
    "brush.rows": {
      one: "{what}: {n} Bewertung",
      other: "{what}: {n} Bewertungen"
    },
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
    "graph.list": "Liste",
    "graph.shapes": "Formen",
    "node.held": "bei vielen anderen",
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
    "section.below": "Abschnitte",
    "section.pictures": "Bilder",
    "section.story": "Erzählung",
    "section.hypotheses": "Erklärungen",
    "section.waterfall": "Chancen",
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
    closest: "Nächste harmlose Erklärung:",
    rests: "Alle Belege zusammen sprechen für keinen Ring: Markiert ist er allein wegen der Chancen vor dem Hinsehen, {odds}.",
    bystander: "vielleicht unbeteiligt",
    "seller.unknown": "nicht bekannt",
    "waterfall.prior": "Vor dem Hinsehen",
    "waterfall.held": "Zurückgehalten",
    "waterfall.total": "Jetzt",
    "waterfall.bar": "Balken",
    "hypothesis.ring": "Ring",
    "hypothesis.innocent": "harmlos",
    "whatif.families": "Ohne",
    "whatif.accounts": "Gezeigte Konten weglassen",
    "whatif.back": "Alles zurück",
    "whatif.asIs": "So, wie es ist.",
    "whatif.before": "Vorher",
    "whatif.after": "Nachher",
    "whatif.abnormal": "Außergewöhnlich",
    "texts.absent": "Die Texte bleiben in der Quelle: mit --source erscheinen sie.",
    "texts.none": "Keine zwei Konten schrieben gleich, von Wendungen weniger Wörter abgesehen.",
    "texts.about": {
      one: "{n} Paar verschiedener Konten; Unterschiede sind markiert.",
      other: "{n} Paare verschiedener Konten, ähnlichste zuerst; Unterschiede sind markiert."
    },
    "texts.alike": "{share} der Wendungen gemeinsam",
    "reviews.shown": "{n} von {all} Bewertungen",
    sibling: "teilt {accounts} Konten und {instruments} Mittel",
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
    "decision.many": {
      one: "{n} Ring",
      other: "{n} Ringe und Gruppen"
    },
    decided: {
      one: "{n} {verdict}.",
      other: "{n} {verdict}."
    },
    undone: {
      one: "{n} Entscheidung zurückgenommen.",
      other: "{n} Entscheidungen zurückgenommen."
    },
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
    "kind.none": "ohne bekannte Art",
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
    "account.noClear": "In diesem Bericht nicht berechnet: mit --source und --alternatives schreiben, oder am Schreibtisch öffnen.",
    "account.reviews": "Bewertungen",
    "account.instruments": "Gemeinsame Mittel",
    "account.noInstruments": "Keine, die ein anderes Mitglied teilt.",
    "account.paths": "Wege zu Mitgliedern",
    "account.paths.told": "Wer zu denselben Zielprodukten schrieb oder denselben Wert hat; Werte, die viele haben, zählen nicht.",
    "account.sameProducts": "Gleiche Zielprodukte",
    "account.sameTokens": "Gleiche Mittel",
    "account.rarest": "Seltenstes bei",
    "compare.a": "Erster",
    "compare.b": "Zweiter",
    "compare.do": "Vergleichen",
    "compare.choose": "Zwei Ringe oder Gruppen nennen, oder unten ein Paar wählen.",
    "compare.near": "Paare, die am meisten dieselben Produkte bewerten",
    "compare.noPairs": "Keine zwei bewerten dieselben Produkte. Beliebige zwei nennen.",
    "compare.sharing": "{n} gemeinsame Produkte",
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
    "search.found": {
      one: "{n} gefunden",
      other: "{n} gefunden"
    },
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
    "help.title": "Tasten, Zeichen und Wörter",
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
    "key.?": "diese Hilfe",
    "column.behind": "Beleg für",
    "account.working": "Wird berechnet …",
    "whatif.account": "Ein Konto weglassen",
    "whatif.product": "Ein Produkt weglassen",
    "whatif.merge": "Mit Ring oder Gruppe vereinen",
    "whatif.take": "Nehmen",
    "whatif.return": "{id} zurück",
    "whatif.unknown": "{id}: nicht in der Liste.",
    "saved.title": "Gemerkte Filter",
    "saved.choose": "wählen …",
    "saved.none": "noch keine",
    "saved.name": "Diese merken als",
    "saved.save": "Merken",
    "saved.forget": "Vergessen",
    "saved.lost": "Dieser Browser behält für diese Seite nichts: Die Filter stehen in ihrer Adresse.",
    "help.words": "Wörter",
    "term.ring": "Ring, Gruppe",
    "term.ring.means": "Konten, die dieselben Produkte öfter bewerten, als Geschmack, Beliebtheit und Zufall erklären. Ring heißt eine Gruppe nur, wenn sie gemeldet ist.",
    "term.flagged": "Gemeldet",
    "term.flagged.means": "Wert, dass ein Mensch entscheidet: Die Chancen sind hoch genug, und mindestens zwei Arten von Belegen stimmen überein, oder eine liegt jenseits jeder ehrlichen Gruppe. Kein Schuldspruch.",
    "term.odds": "Chancen",
    "term.odds.means": "Wie viel wahrscheinlicher das eine ist als sein Gegenteil, alle Belege zusammen: 9 zu 1 sind neun von zehn Fällen. ×4 vervierfacht die Chancen, ÷4 viertelt sie.",
    "term.family": "Beleg",
    "term.family.means": "Sieben Arten, jede für sich gezählt: dieselben Produkte an denselben Tagen, Sterne, gemeinsame Mittel, Wortlaut, Pakete und Bestellungen, wem es nützt, das Leben der Konten.",
    "term.abnormal": "Außergewöhnlich",
    "term.abnormal.means": "Weiter, als ehrliche Gruppen desselben Marktes gehen, nach Größe und nach Zufall.",
    "term.membership": "Zugehörigkeit",
    "term.membership.means": "Wie sicher es ist, dass ein Konto zur Gruppe gehört und ihr nicht nur zufällig begegnet.",
    "term.client": "Kunde",
    "term.client.means": "Ein Produkt oder dessen Verkäufer, dem der Ring wahrscheinlich dient. Ob der Verkäufer das bestellt hat, weiß niemand.",
    "term.bystander": "Vielleicht unbeteiligt",
    "term.bystander.means": "Ein Produkt, das der Ring bewertet hat und das wie niemandes Kunde aussieht: Es verdeckt den Ring vielleicht nur.",
    "term.token": "Mittel, Zeichen",
    "term.token.means": "Eine Karte, ein Gerät, eine Adresse und dergleichen, was Konten haben. Ein Zeichen steht für den Wert und lässt sich nicht zurückrechnen.",
    "term.harm": "Schaden",
    "term.harm.means": "Mittlere Sterne, die die wahrscheinlichen Kunden gewannen, mal die Bewertungen des Rings in den letzten 30 Tagen der Daten.",
    "term.falseShare": "Erwartet falsch",
    "term.falseShare.means": "Welcher Anteil aller ebenso hoch oder höher eingestuften Ringe voraussichtlich falsch ist."
  },
  en: {
    "odds.even": "even",
    "odds.for": "{value} to 1",
    "odds.against": "1 to {value}",
    "odds.over": "over {value} to 1",
    "odds.under": "under 1 to {value}",
    "percent.over": "over {value} %",
    "percent.under": "under {value} %",
    yes: "yes",
    no: "no",
    any: "any",
    cancel: "Cancel",
    close: "Close",
    problem: "That did not work",
    skip: "Skip to content",
    screens: "Screens",
    language: "Language",
    expert: "Bits",
    help: "Help",
    "screen.inbox": "Inbox",
    "screen.compare": "Compare",
    "noun.ring": "Ring",
    "noun.group": "Group",
    "noun.account": "Account",
    flagged: "flagged",
    unflagged: "not flagged",
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
    "column.path": "Path",
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
    "family.beyond honest groups": "Beyond honest groups",
    "family.labels": "Labels",
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
    "fact.counts": "found : expected",
    "fact.factor": "odds",
    "fact.moved": "It moves the odds by {factor}.",
    "fact.show": "Show in the pictures",
    "fact.observed": "Found {observed}; honest reviewers would show {expected}.",
    "fact.bits": "{bits} bits against chance, {added} bits of the score.",
    "fact.rows": {
      one: "{n} review behind it",
      other: "{n} reviews behind it"
    },
    "token.held": "held by {n} members and {all} accounts in all",
    "token.heldBy": {
      one: "{n} account",
      other: "{n} accounts"
    },
    "token.public": "public",
    "table.more": {
      one: "{n} more",
      other: "{n} more"
    },
    "text.whole": {
      one: "Whole text ({n} character)",
      other: "Whole text ({n} characters)"
    },
    "timeline.label": "Timeline: {n} reviews of targets from {from} to {until}. Each row is in the table of reviews.",
    "timeline.from": "From",
    "timeline.until": "Until",
    "timeline.absent": "The reviews carry no times.",
    "matrix.label": "Who reviewed what: {accounts} accounts by {products} products, {reviews} reviews. Each is in the table of reviews.",
    "brush.times": "{from} to {until}",
    "brush.rows": {
      one: "{what}: {n} review",
      other: "{what}: {n} reviews"
    },
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
    "graph.list": "List",
    "graph.shapes": "Shapes",
    "node.held": "held by many others",
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
    "section.below": "Sections",
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
    closest: "Closest innocent:",
    rests: "All evidence together speaks for no ring: the flag rests on the odds before looking, {odds}.",
    bystander: "perhaps bystander",
    "seller.unknown": "not known",
    "waterfall.prior": "Before looking",
    "waterfall.held": "Held back",
    "waterfall.total": "Now",
    "waterfall.bar": "Bar",
    "hypothesis.ring": "ring",
    "hypothesis.innocent": "innocent",
    "whatif.families": "Look without",
    "whatif.accounts": "Leave out the shown accounts",
    "whatif.back": "Put all back",
    "whatif.asIs": "As it is.",
    "whatif.before": "Before",
    "whatif.after": "After",
    "whatif.abnormal": "Out of the ordinary",
    "texts.absent": "The words of reviews stay in the source: give --source to see them.",
    "texts.none": "No two accounts wrote alike, phrases of a few words aside.",
    "texts.about": {
      one: "{n} pair by different accounts, most alike first; what differs is marked.",
      other: "{n} pairs by different accounts, most alike first; what differs is marked."
    },
    "texts.alike": "{share} of their phrases shared",
    "reviews.shown": "{n} of {all} reviews",
    sibling: "shares {accounts} accounts and {instruments} instruments",
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
    "decision.many": {
      one: "{n} ring",
      other: "{n} rings and groups"
    },
    decided: {
      one: "{n} {verdict}.",
      other: "{n} {verdict}."
    },
    undone: {
      one: "{n} decision taken back.",
      other: "{n} decisions taken back."
    },
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
    "kind.none": "of no known kind",
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
    "account.noClear": "Not worked out in this report: write it with --source and --alternatives, or open the desk.",
    "account.reviews": "Reviews",
    "account.instruments": "Shared instruments",
    "account.noInstruments": "None that another member shares.",
    "account.paths": "Paths to members",
    "account.paths.told": "Who wrote of the same targets or holds the same value; values that many hold are not counted.",
    "account.sameProducts": "Same targets",
    "account.sameTokens": "Same instruments",
    "account.rarest": "Rarest is held by",
    "compare.a": "First",
    "compare.b": "Second",
    "compare.do": "Compare",
    "compare.choose": "Name two rings or groups, or choose a pair below.",
    "compare.near": "Pairs that review most of the same products",
    "compare.noPairs": "No two review the same products. Name any two.",
    "compare.sharing": "{n} of the same products",
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
    "search.found": {
      one: "{n} found",
      other: "{n} found"
    },
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
    "help.title": "Keys, marks and words",
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
    "key.?": "this help",
    "column.behind": "Behind",
    "account.working": "Being worked out …",
    "whatif.account": "Leave out an account",
    "whatif.product": "Leave out a product",
    "whatif.merge": "Join with another ring or group",
    "whatif.take": "Take",
    "whatif.return": "Put {id} back",
    "whatif.unknown": "{id}: not in the list.",
    "saved.title": "Saved filters",
    "saved.choose": "choose …",
    "saved.none": "none yet",
    "saved.name": "Save these as",
    "saved.save": "Save",
    "saved.forget": "Forget",
    "saved.lost": "This browser keeps nothing for this page: the filters are in its address.",
    "help.words": "Words",
    "term.ring": "Ring, group",
    "term.ring.means": "Accounts that review the same products more than taste, popularity and chance explain. It is called a ring only where it is flagged.",
    "term.flagged": "Flagged",
    "term.flagged.means": "Worth a person's decision: the odds are high enough and at least two kinds of evidence agree, or one beyond any honest group. Not a finding of guilt.",
    "term.odds": "Odds",
    "term.odds.means": "How many times likelier one thing is than its opposite, all evidence together: 9 to 1 is nine chances in ten. ×4 makes odds four times as high, ÷4 a quarter.",
    "term.family": "Evidence",
    "term.family.means": "Seven kinds, each counted apart: same products on the same days, stars, shared instruments, wording, parcels and orders, who profits, the accounts' lives.",
    "term.abnormal": "Out of the ordinary",
    "term.abnormal.means": "Further than honest groups of the same market go, by size and by chance.",
    "term.membership": "Membership",
    "term.membership.means": "How sure it is that an account belongs to the group rather than meets it by chance.",
    "term.client": "Client",
    "term.client.means": "A product, or its seller, that the ring likely serves. Nobody knows whether the seller ordered that.",
    "term.bystander": "Perhaps bystander",
    "term.bystander.means": "A product that the ring reviewed and that looks like nobody's client: it may only hide the ring.",
    "term.token": "Instrument, token",
    "term.token.means": "A card, device, address or the like that accounts hold. A token stands for its value and cannot be turned back into it.",
    "term.harm": "Harm",
    "term.harm.means": "Mean stars that the likely clients gained, times the ring's reviews of them in the last 30 days of the data.",
    "term.falseShare": "Expected false",
    "term.falseShare.means": "Of all rings ranked as high or higher, the share that is expected to be wrong."
  }
}, kn = Oi, Mi = Oi.en;
let Et = "en", Ui = new Intl.PluralRules("en");
function Nn(i) {
  Et = i in kn ? i : "en", Ui = new Intl.PluralRules(Et);
}
function ot() {
  return Et;
}
function f(i, e = {}) {
  const t = kn[Et][i] ?? Mi[i], n = Ui.select(Number(e.n ?? 0));
  return (typeof t == "string" ? t : t[n] ?? t.other).replace(/\{(\w+)\}/g, (o, s) => {
    const a = e[s];
    return typeof a == "number" ? new Intl.NumberFormat(Et).format(a) : a ?? "";
  });
}
function le(i, e) {
  return i in Mi ? f(i) : e;
}
const qe = 1e6;
function Y(i) {
  return new Intl.NumberFormat(ot(), { maximumFractionDigits: 0 }).format(i);
}
function St(i, e) {
  return new Intl.NumberFormat(ot(), { maximumFractionDigits: e }).format(i);
}
function Rt(i) {
  return i === null ? "–" : Number.isInteger(i) || Math.abs(i) >= 100 ? Y(i) : Math.abs(i) >= 1 ? St(i, 1) : new Intl.NumberFormat(ot(), { maximumSignificantDigits: 2 }).format(i);
}
function _n(i) {
  return i >= 9.95 ? Y(Number(i.toPrecision(2))) : St(i, 1);
}
function Ze(i) {
  const e = 2 ** Math.min(Math.abs(i), 64);
  return e < 1.05 ? f("odds.even") : e > qe ? f(i > 0 ? "odds.over" : "odds.under", { value: Y(qe) }) : f(i > 0 ? "odds.for" : "odds.against", { value: _n(e) });
}
function Pn(i) {
  const e = 2 ** Math.min(Math.abs(i), 64);
  if (e < 1.05) return f("odds.even");
  const t = e > qe ? Y(qe) : _n(e), n = e > qe;
  return i > 0 ? `${n ? "> " : ""}${t} : 1` : `${n ? "< " : ""}1 : ${t}`;
}
function Ht(i) {
  if (i === null) return "–";
  const e = 2 ** Math.min(Math.abs(i), 64);
  if (e > qe) return `${i < 0 ? "÷" : "×"}${Y(qe)}+`;
  const t = _n(e);
  return (i < 0 && t !== "1" ? "÷" : "×") + t;
}
function Oe(i) {
  if (i === null) return "–";
  if (Math.abs(i) < 0.05) return "0";
  const e = Math.abs(i) >= 9.95 ? Y(Math.abs(i)) : St(Math.abs(i), 1);
  return (i > 0 ? "+" : "−") + e;
}
function Re(i) {
  return i === null ? "–" : i >= 0.995 && i < 1 ? f("percent.over", { value: "99" }) : i > 0 && i < 1e-3 ? f("percent.under", { value: St(0.1, 1) }) : `${St(100 * i, i < 0.0995 ? 1 : 0)} %`;
}
function Nt(i) {
  return i === null ? "–" : new Intl.NumberFormat(ot(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(i);
}
function Me(i) {
  return i === null ? "–" : i.slice(0, 10);
}
function Ne(i) {
  return i === null ? "–" : i.length > 10 ? `${i.slice(0, 10)} ${i.slice(11, 16)}` : i;
}
function $n(i) {
  return Date.parse(i.length > 10 ? i : `${i}T00:00:00Z`);
}
function Fe(i) {
  return new Date(i).toISOString().slice(0, 10);
}
function Mr(i) {
  return i.replace(/(\d) %/g, "$1 %");
}
class Ur {
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
  clears(e) {
    return this.#e(`clears/${encodeURIComponent(e)}`);
  }
  compare(e, t) {
    return this.#e(`compare?a=${encodeURIComponent(e)}&b=${encodeURIComponent(t)}`);
  }
  search(e) {
    return this.#e(`search?q=${encodeURIComponent(e)}`);
  }
  path(e, t) {
    return this.#e(`path?a=${encodeURIComponent(e)}&b=${encodeURIComponent(t)}`);
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
  async #t(e, t) {
    return await this.host.post(e, t);
  }
}
const Br = {
  expand: "M8 3v10M3 8h10",
  collapse: "M3 8h10",
  path: "M3 12a2 2 0 1 0 0 .01M13 4a2 2 0 1 0 0 .01M5 11l6-6",
  pin: "M8 14V9M4.5 9h7L10 6V2H6v4z",
  lasso: "M8 3c3.3 0 5.5 1.6 5.5 3.8S11.300 10.500 8 10.500 2.500 9 2.500 6.800 4.700 3 8 3zM5 10.200c-1 1.800 0 3.300 1.800 3.300",
  undo: "M5.500 3L2.500 6l3 3M3 6h6.500a3.500 3.500 0 0 1 0 7H6",
  fit: "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
  search: "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500l3 3"
};
function Bi(i) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  e.setAttribute("viewBox", "0 0 16 16"), e.setAttribute("aria-hidden", "true");
  const t = document.createElementNS("http://www.w3.org/2000/svg", "path");
  return t.setAttribute("d", Br[i] ?? ""), e.append(t), e;
}
const Wr = ["inbox", "ring", "account", "compare", "search"];
function Wi(i) {
  const [e = "", t = ""] = i.replace(/^#?\/?/, "").split("?", 2), [n, r = ""] = e.split("/", 2);
  return { screen: Wr.find((s) => s === n) ?? "inbox", id: Hr(r), query: new URLSearchParams(t) };
}
function Hr(i) {
  try {
    return decodeURIComponent(i);
  } catch {
    return i;
  }
}
function se(i, e = "", t = {}) {
  const n = new URLSearchParams(t).toString();
  return `#/${i}${e ? `/${encodeURIComponent(e)}` : ""}${n ? `?${n}` : ""}`;
}
class jr {
  get route() {
    return Wi(location.hash);
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
class qr {
  constructor(e) {
    this.hash = e;
  }
  hash;
  #e = [];
  get route() {
    return Wi(this.hash);
  }
  go(e) {
    this.hash = e;
    for (const t of this.#e) t();
  }
  note(e) {
    this.hash = e;
  }
  listen(e) {
    this.#e.push(e);
  }
}
const Zt = 100;
function be(i, e, t) {
  let n = t, r = Zt, o = -1, s = !1;
  const a = u("tbody"), l = u("button", { type: "button", class: "quiet more", onclick: () => (r += 5 * Zt, g()) }), c = e.map(
    (_, x) => u(
      "th",
      { scope: "col", class: _.numeric ? "number" : "" },
      _.key ? u("button", { type: "button", class: "sort", onclick: () => d(x) }, _.title) : _.title
    )
  );
  function d(_) {
    s = o === _ ? !s : !!e[_].numeric, o = _, g();
  }
  function h() {
    const _ = o >= 0 ? e[o].key : void 0;
    if (!_) return n;
    const x = s ? -1 : 1;
    return [...n].sort((L, R) => {
      const [E, v] = [_(L), _(R)];
      return E === null || v === null ? +(E === null) - +(v === null) : E < v ? -x : E > v ? x : 0;
    });
  }
  function g() {
    c.forEach(
      (x, L) => o === L ? x.setAttribute("aria-sort", s ? "descending" : "ascending") : x.removeAttribute("aria-sort")
    );
    const _ = h().slice(0, r).map(
      (x) => u(
        "tr",
        {},
        ...e.map(
          (L) => u("td", { class: L.numeric ? "number" : L.wide ? "wide" : "", "data-title": L.title }, L.cell(x))
        )
      )
    );
    ie(a, _), l.hidden = n.length <= r, l.textContent = f("table.more", { n: n.length - r });
  }
  const p = u(
    "div",
    { class: e.some((_) => _.wide) ? "rows with-texts" : "rows", tabindex: 0, role: "region", "aria-label": i },
    u("table", {}, u("caption", { class: "unseen" }, i), u("thead", {}, u("tr", {}, ...c)), a),
    l
  );
  let S = r;
  return p.addEventListener("printall", () => {
    S = r, r = 1 / 0, g();
  }), p.addEventListener("printdone", () => {
    r = S, g();
  }), g(), {
    element: p,
    show(_) {
      n = _, r = Zt, g();
    }
  };
}
const Fn = 280;
function In(i, e) {
  return i.products[e]?.product_id ?? i.other_products[e - i.products.length] ?? "";
}
function Hi(i, e) {
  const t = e ?? "", n = i ? u("strong", {}, `${i} `) : null;
  if (t.length <= Fn) return u("span", { class: "text", lang: "" }, n, t);
  const r = u("details", { class: "long" }, u("summary", {}, f("text.whole", { n: t.length })), u("span", { class: "text" }, t));
  return u("span", { class: "text", lang: "" }, n, u("span", { class: "short" }, `${t.slice(0, Fn)}… `), r);
}
function st(i) {
  return u("a", { href: se("account", i) }, Q(i));
}
function ji(i, e, t, n = !1) {
  const { reviews: r } = i;
  return be(
    t,
    [
      { title: f("column.time"), key: (o) => r.posted_at[o] ?? null, cell: (o) => Ne(r.posted_at[o] ?? null) },
      {
        title: f("column.account"),
        key: (o) => i.members[r.member[o]].reviewer_id,
        cell: (o) => st(i.members[r.member[o]].reviewer_id)
      },
      { title: f("column.product"), key: (o) => In(i, r.product[o]), cell: (o) => Q(In(i, r.product[o])) },
      { title: f("column.stars"), numeric: !0, key: (o) => r.rating[o] ?? null, cell: (o) => r.rating[o] ?? "–" },
      { title: f("column.verified"), key: (o) => Number(r.verified[o] ?? -1), cell: (o) => fn(r.verified[o] ?? null) },
      ...n ? [{ title: f("column.behind"), wide: !0, cell: (o) => Vr(i, o) }] : [],
      { title: f("column.target"), key: (o) => Number(r.in_ring[o]), cell: (o) => fn(r.in_ring[o]) },
      r.text === null ? { title: f("column.review"), key: (o) => r.review_id[o], cell: (o) => Q(r.review_id[o]) } : { title: f("column.text"), wide: !0, cell: (o) => Hi(r.title?.[o] ?? null, r.text?.[o] ?? null) }
    ],
    e
  );
}
const zn = /* @__PURE__ */ new WeakMap();
function Vr(i, e) {
  let t = zn.get(i);
  if (!t) {
    t = /* @__PURE__ */ new Map();
    for (const n of i.facts)
      for (const r of n.rows) t.set(r, [...t.get(r) ?? [], le(`family.${n.family}`, n.family)]);
    zn.set(i, t);
  }
  return t.get(e)?.join(", ") ?? "–";
}
function fn(i) {
  return i === null ? "–" : f(i ? "yes" : "no");
}
async function Kr(i, e) {
  const t = await i.client.account(e), n = u("div", { role: "status" }, u("p", { class: "told" }, f("account.working")));
  Zr(i, e, n);
  const r = u(
    "article",
    { class: "account-screen" },
    u("h1", { tabindex: -1 }, u("span", { class: "noun" }, f("noun.account")), " ", Q(t.reviewer_id)),
    u("p", { class: "chips" }, t.is_honest ? u("span", { class: "chip cool" }, `✓ ${f("account.honest")}`) : null),
    u(
      "dl",
      { class: "facts-list" },
      u("dt", {}, f("column.created")),
      u("dd", {}, Ne(t.created_at)),
      u("dt", {}, f("column.reviews")),
      u("dd", {}, Y(t.n_reviews))
    ),
    ft(f("account.groups"), Yr(t)),
    ft(f("account.clear"), n),
    ft(f("account.reviews"), Xr(t)),
    ft(f("account.instruments"), t.holdings.length ? Jr(t) : u("p", { class: "told" }, f("account.noInstruments"))),
    ft(f("account.paths"), Qr(i, t))
  );
  return { title: `${f("noun.account")} ${t.reviewer_id}`, element: r, keys: {} };
}
async function Zr(i, e, t) {
  try {
    const { counterfactuals: n, language: r } = await i.client.clears(e);
    ie(t, n.map(
      (o) => u(
        "div",
        { class: "clearing" },
        u("p", { lang: r }, u("a", { href: se("ring", o.ring_id) }, Q(o.ring_id)), ": ", o.words),
        o.rows.length ? u("ul", {}, ...o.rows.map((s) => u("li", {}, Q(s)))) : null
      )
    ));
  } catch (n) {
    ie(t, [u("p", { class: "told" }, n.message)]);
  }
}
function ft(i, ...e) {
  return u("section", {}, u("h2", {}, i), ...e);
}
function Yr(i) {
  return be(
    f("account.groups"),
    [
      { title: f("column.ring"), key: (e) => e.ring_id, cell: (e) => u("a", { href: se("ring", e.ring_id) }, Q(e.ring_id)) },
      { title: f("column.flag"), key: (e) => Number(e.flagged), cell: (e) => f(e.flagged ? "flagged" : "unflagged") },
      { title: f("column.rank"), numeric: !0, key: (e) => e.rank, cell: (e) => Y(e.rank) },
      { title: f("column.membership"), numeric: !0, key: (e) => e.membership, cell: (e) => Re(e.membership) },
      { title: f("column.role"), key: (e) => e.role, cell: (e) => le(`role.${e.role}`, e.role) },
      { title: f("column.ofTargets"), numeric: !0, key: (e) => e.n_ring_reviews, cell: (e) => Y(e.n_ring_reviews) }
    ],
    i.rings
  ).element;
}
function Xr(i) {
  return be(
    f("account.reviews"),
    [
      { title: f("column.time"), key: (e) => e.posted_at, cell: (e) => Ne(e.posted_at) },
      { title: f("column.product"), key: (e) => e.product_id, cell: (e) => Q(e.product_id) },
      { title: f("column.stars"), numeric: !0, key: (e) => e.rating, cell: (e) => e.rating ?? "–" },
      { title: f("column.verified"), key: (e) => Number(e.verified ?? -1), cell: (e) => fn(e.verified) },
      { title: f("column.targetOf"), key: (e) => e.ring_ids.length, cell: (e) => e.ring_ids.join(", ") || "–" },
      i.has_texts ? { title: f("column.text"), wide: !0, cell: (e) => Hi(e.title, e.text) } : { title: f("column.review"), key: (e) => e.review_id, cell: (e) => Q(e.review_id) }
    ],
    i.reviews ?? []
  ).element;
}
function Jr(i) {
  return be(
    f("account.instruments"),
    [
      { title: f("column.kind"), key: (e) => e.kind, cell: (e) => e.kind },
      { title: f("column.token"), key: (e) => e.token, cell: (e) => u("span", { class: e.is_public ? "public" : "" }, Q(e.token)) },
      { title: f("column.everybody"), numeric: !0, key: (e) => e.n_accounts, cell: (e) => `${Y(e.n_accounts)}${e.is_public ? ` · ${f("token.public")}` : ""}` },
      { title: f("column.ring"), cell: (e) => e.ring_ids.join(", ") }
    ],
    i.holdings
  ).element;
}
function Qr(i, e) {
  const t = u("div", { role: "status" }), n = async (o) => {
    try {
      ie(t, [eo(await i.client.path(e.reviewer_id, o))]);
    } catch (s) {
      ie(t, [u("p", { class: "problem" }, s.message)]);
    }
  }, r = be(
    f("account.paths"),
    [
      { title: f("column.account"), key: (o) => o.reviewer_id, cell: (o) => st(o.reviewer_id) },
      { title: f("account.sameProducts"), numeric: !0, key: (o) => o.n_products, cell: (o) => Y(o.n_products) },
      { title: f("account.sameTokens"), numeric: !0, key: (o) => o.n_tokens, cell: (o) => Y(o.n_tokens) },
      { title: f("account.rarest"), numeric: !0, key: (o) => o.rarest_token_held_by, cell: (o) => o.rarest_token_held_by === null ? "–" : Y(o.rarest_token_held_by) },
      { title: f("column.path"), cell: (o) => u("button", { type: "button", class: "quiet", "data-path": o.reviewer_id, onclick: () => {
        n(o.reviewer_id);
      } }, f("path.show")) }
    ],
    e.neighbours
  );
  return u("div", {}, u("p", { class: "told" }, f("account.paths.told")), t, r.element);
}
function eo(i) {
  return i.hops.length ? u(
    "ol",
    { class: "hops" },
    ...i.hops.map(
      (e) => u(
        "li",
        {},
        st(e.account),
        ` ─ ${f(e.via === "product" ? "node.product" : "node.token")} `,
        Q(e.product_or_token),
        ` (${f("token.heldBy", { n: e.n_accounts })}) ─ `,
        st(e.next_account)
      )
    )
  ) : u("p", { class: "told" }, i.words || f("path.none"));
}
const qi = {
  decisive: "◆",
  supporting: "▲",
  null: "○",
  against: "▼",
  silent: "–"
};
function Se(i) {
  return le(`family.${i}`, i);
}
function to(i, e, t) {
  const n = Object.keys(qi), r = [...i.facts].sort((s, a) => n.indexOf(s.grade) - n.indexOf(a.grade)), o = u("p", { class: "fact facts-head", "aria-hidden": "true" }, u("span", {}), u("span", {}), u("span", { class: "counts", "data-words": f("fact.counts") }), u("span", { class: "factor", "data-words": f("fact.factor") }));
  return u("div", { class: "facts" }, o, ...r.map((s) => no(i, s, e, t)));
}
function no(i, e, t, n) {
  const r = f(`grade.${e.grade}`), o = e.observed === null ? null : { observed: Rt(e.observed), expected: Rt(e.expected) }, s = n ? Oe(e.contribution) : Ht(e.contribution), a = u(
    "span",
    { class: `fact ${e.grade}` },
    u("span", { class: "glyph", role: "img", "aria-label": r, title: r }, qi[e.grade]),
    u("span", { class: "family" }, Se(e.family)),
    // Figures alone say nothing to who hears the page.
    o ? u("span", { class: "counts", role: "img", "aria-label": f("fact.observed", o) }, `${o.observed} : ${o.expected}`) : u("span", {}),
    e.contribution === null ? u("span", { class: "factor" }, s) : u("span", { class: "factor", role: "img", "aria-label": f("fact.moved", { factor: s }) }, s)
  );
  return zi(a, () => io(i, e, t, r, n), { class: "fold fact-fold", "data-family": e.family });
}
function io(i, e, t, n, r) {
  const o = u(
    "button",
    { type: "button", class: "quiet", onclick: () => t.set(e.rows, Se(e.family), e.tokens) },
    f("fact.show")
  );
  return u(
    "div",
    {},
    u("p", { class: "question" }, u("strong", {}, n), " · ", le(`question.${e.family}`, "")),
    u("p", { lang: i.language }, e.sentence),
    e.observed === null ? null : u("p", { class: "told" }, f("fact.observed", { observed: Rt(e.observed), expected: Rt(e.expected) })),
    r ? u("p", { class: "told" }, f("fact.bits", { bits: Oe(e.bits), added: Oe(e.contribution) })) : null,
    e.rows.length + e.tokens.length ? o : null,
    e.tokens.length ? u(
      "ul",
      { class: "tokens" },
      ...e.tokens.map((s) => {
        const a = i.identifiers[s];
        return u("li", { class: a.is_public ? "public" : "" }, Q(a.token), " ", f("token.held", { n: a.holders.length, all: a.n_accounts }));
      })
    ) : null,
    e.rows.length ? ji(i, e.rows, `${Se(e.family)}: ${f("fact.rows", { n: e.rows.length })}`).element : null
  );
}
const Pt = 40, ro = 20, oo = 12;
async function so(i, e) {
  const [t, n] = [e.get("a") ?? "", e.get("b") ?? ""], r = (await i.inbox()).rows, o = r.map((h) => h.ring_id), s = u("datalist", { id: "ring-names" }, ...o.slice(0, 2e3).map((h) => u("option", { value: h }))), a = [t, n].map(
    (h, g) => u("label", { class: "field" }, u("span", {}, f(g ? "compare.b" : "compare.a")), u("input", { list: "ring-names", value: h, required: !0 }))
  ), c = u("form", { class: "filters", onsubmit: (h) => {
    h.preventDefault();
    const [g, p] = a.map((S) => S.querySelector("input").value.trim());
    i.go(se("compare", "", { a: g, b: p }));
  } }, ...a, u("button", {}, f("compare.do")), s), d = t && n ? lo(await i.client.compare(t, n)) : ao(r);
  return {
    title: f("screen.compare"),
    element: u("article", { class: "compare-screen" }, u("h1", { tabindex: -1 }, f("screen.compare")), c, d),
    keys: {}
  };
}
function ao(i) {
  const e = /* @__PURE__ */ new Map();
  for (const a of i) for (const l of a.products) e.set(l, [...e.get(l) ?? [], a.ring_id]);
  const t = /* @__PURE__ */ new Map();
  for (const a of e.values())
    a.length > oo || a.forEach((l, c) => {
      for (const d of a.slice(c + 1)) t.set(`${l} ${d}`, (t.get(`${l} ${d}`) ?? 0) + 1);
    });
  const n = new Set(i.filter((a) => a.flagged).map((a) => a.ring_id)), r = (a) => Number(a.split(" ").some((l) => n.has(l))), o = [...t].sort((a, l) => r(l[0]) - r(a[0]) || l[1] - a[1]).slice(0, ro);
  if (!o.length) return u("p", { class: "told" }, f("compare.noPairs"));
  const s = o.map(([a, l]) => {
    const [c, d] = a.split(" ");
    return u("li", {}, u("a", { href: se("compare", "", { a: c, b: d }) }, Q(c), " · ", Q(d)), ` ${f("compare.sharing", { n: l })}`);
  });
  return u("div", {}, u("p", { class: "told" }, f("compare.choose")), u("h2", {}, f("compare.near")), u("ul", {}, ...s));
}
function lo({ a: i, b: e, shared: t, events: n }) {
  const r = i.run_id !== e.run_id, o = (l, c) => {
    const [d, h] = [c(i), c(e)];
    return u("tr", { class: d === h ? "" : "differs" }, u("th", { scope: "row" }, l), u("td", { class: "number" }, d), u("td", { class: "number" }, h));
  }, s = [.../* @__PURE__ */ new Set([...Object.keys(i.contributions), ...Object.keys(e.contributions)])], a = (l, c) => u("th", { scope: "col", class: "number" }, u("a", { href: se("ring", l.ring_id) }, Q(l.ring_id)), r ? u("div", { class: "told" }, `${c} · ${l.run_id}`) : null);
  return u(
    "div",
    {},
    On(
      f("screen.compare"),
      "plain compare",
      u("caption", { class: "unseen" }, f("screen.compare")),
      u("thead", {}, u("tr", {}, u("td", {}), a(i, f("compare.then")), a(e, f("compare.now")))),
      u(
        "tbody",
        {},
        o(f("column.flag"), (l) => f(l.flagged ? "flagged" : "unflagged")),
        o(f("column.rank"), (l) => Y(l.rank)),
        o(f("column.odds"), (l) => Ze(l.score)),
        o(f("column.falseShare"), (l) => Re(l.q_value)),
        o(f("column.accounts"), (l) => Y(l.n_reviewers)),
        o(f("column.products"), (l) => Y(l.n_products)),
        o(f("column.reviews"), (l) => Y(l.n_reviews)),
        o(f("column.first"), (l) => Me(l.first_at)),
        o(f("column.last"), (l) => Me(l.last_at)),
        ...s.map((l) => o(Se(l), (c) => Ht(c.contributions[l] ?? null)))
      )
    ),
    u("h2", {}, f("compare.shared")),
    On(
      f("compare.shared"),
      "plain",
      u("caption", { class: "unseen" }, f("compare.shared")),
      u("thead", {}, u("tr", {}, u("td", {}), u("th", { scope: "col", class: "number" }, Q(i.ring_id)), u("th", { scope: "col", class: "number" }, Q(e.ring_id)), u("th", { scope: "col", class: "number" }, f("compare.both")), u("th", { scope: "col" }, f("compare.which")))),
      u(
        "tbody",
        {},
        ...t.map(
          (l) => u(
            "tr",
            {},
            u("th", { scope: "row" }, le(`shared.${l.what}`, l.what)),
            u("td", { class: "number" }, Y(l.n_a)),
            u("td", { class: "number" }, Y(l.n_b)),
            u("td", { class: "number" }, u("strong", {}, Y(l.shared.length))),
            u("td", { class: "wide" }, co(l.shared))
          )
        )
      )
    ),
    n.length ? u("h2", {}, f("compare.events")) : null,
    u("ul", { lang: "en" }, ...n.map((l) => u("li", {}, `${le(`event.${l.kind}`, l.kind)}: ${l.words}`)))
  );
}
function On(i, e, ...t) {
  return u("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": i }, u("table", { class: e }, ...t));
}
function co(i) {
  const e = (t) => t.flatMap((n, r) => [r ? ", " : "", Q(n)]);
  return i.length <= Pt ? u("span", {}, ...i.length ? e(i) : ["–"]) : u("span", {}, ...e(i.slice(0, Pt)), u("details", {}, u("summary", {}, f("table.more", { n: i.length - Pt })), ...e(i.slice(Pt))));
}
function uo(i, e) {
  const { prior: t, steps: n, held: r, total: o } = i.waterfall, s = [];
  let a = t;
  s.push({ name: f("waterfall.prior"), from: 0, to: t, amount: t, isLevel: !0 });
  for (const h of n)
    s.push({ name: Se(h.family), from: a, to: a + (h.amount ?? 0), amount: h.amount }), a += h.amount ?? 0;
  r < -0.05 && s.push({ name: f("waterfall.held"), from: a, to: a + r, amount: r }), s.push({ name: f("waterfall.total"), from: 0, to: o, amount: o, isLevel: !0 });
  const l = Math.min(0, ...s.map((h) => Math.min(h.from, h.to))), c = Math.max(1, ...s.map((h) => Math.max(h.from, h.to))), d = (h) => (h - l) / (c - l) * 100;
  return u(
    "table",
    { class: "waterfall" },
    u("caption", { class: "unseen" }, f("section.waterfall")),
    u("thead", { class: "unseen" }, u("tr", {}, u("th", {}, f("column.family")), u("th", {}, f("column.odds")), u("th", {}, f("waterfall.bar")))),
    u(
      "tbody",
      {},
      ...s.map((h) => {
        const g = h.isLevel ? "level" : (h.amount ?? 0) < 0 ? "down" : "up", p = u("span", { class: `bar ${g}` });
        return p.style.marginInlineStart = `${d(Math.min(h.from, h.to))}%`, p.style.inlineSize = `${Math.max(0.6, d(Math.max(h.from, h.to)) - d(Math.min(h.from, h.to)))}%`, u("tr", {}, u("th", { scope: "row" }, h.name), u("td", { class: "number" }, ho(h, e)), u("td", { class: "bars" }, h.amount === null ? null : p));
      })
    )
  );
}
function ho(i, e) {
  return i.amount === null ? f("grade.silent") : e ? Oe(i.amount) : i.isLevel ? Ze(i.amount) : Ht(i.amount);
}
function En(i) {
  return le(`hypothesis.${i}`, i);
}
function fo(i, e) {
  const t = (n, r) => Object.entries(n.by_family).filter(([, s]) => r * s >= 0.5).sort(([, s], [, a]) => r * (a - s)).slice(0, 3).map(([s, a]) => `${Se(s)} ${e ? Oe(a) : Ht(a)}`).join(", ") || "–";
  return be(
    f("section.hypotheses"),
    [
      {
        title: f("column.hypothesis"),
        key: (n) => n.name,
        cell: (n) => u("span", { class: n.is_ring ? "guilty" : "innocent", lang: i.language }, En(n.name))
      },
      { title: f("column.isRing"), key: (n) => Number(n.is_ring), cell: (n) => f(n.is_ring ? "hypothesis.ring" : "hypothesis.innocent") },
      { title: f("column.before"), numeric: !0, key: (n) => n.prior, cell: (n) => e ? Oe(n.prior) : Ze(n.prior) },
      { title: f("column.odds"), numeric: !0, key: (n) => n.log_odds, cell: (n) => e ? Oe(n.log_odds) : Ze(n.log_odds) },
      { title: f("column.for"), wide: !0, cell: (n) => t(n, 1) },
      { title: f("column.against"), wide: !0, cell: (n) => t(n, -1) }
    ],
    i.hypotheses
  ).element;
}
const Vi = "collusion.filters", go = 60;
function po() {
  try {
    const i = JSON.parse(localStorage.getItem(Vi) ?? "{}");
    return typeof i != "object" || i === null ? {} : Object.fromEntries(Object.entries(i).filter(([, e]) => typeof e == "string"));
  } catch {
    return {};
  }
}
function Mn(i) {
  try {
    return localStorage.setItem(Vi, JSON.stringify(i)), !0;
  } catch {
    return !1;
  }
}
function mo(i, e, t) {
  let n = po();
  const r = u("select", { "data-saved": "", onchange: () => r.value && e(n[r.value] ?? "") }), o = u("input", { maxlength: go, autocomplete: "off", "data-save": "" }), s = u("span", { class: "told", role: "status" }), a = (d) => {
    const h = Object.keys(n).sort();
    ie(r, [u("option", { value: "" }, h.length ? f("saved.choose") : f("saved.none")), ...h.map((g) => u("option", { value: g, selected: g === d }, g))]);
  }, l = (d) => {
    d.preventDefault();
    const h = o.value.trim();
    h && (n = { ...n, [h]: i() }, s.textContent = Mn(n) ? "" : f("saved.lost"), o.value = "", a(h));
  }, c = () => {
    const { [r.value]: d, ...h } = n;
    n = h, Mn(n), a("");
  };
  return a(Object.keys(n).find((d) => n[d] === i()) ?? ""), u(
    "form",
    { class: "filters saved", "aria-label": f("saved.title"), onsubmit: l },
    u("label", { class: "field" }, u("span", {}, f("saved.title")), r),
    u("label", { class: "field" }, u("span", {}, f("saved.name")), o),
    u("button", { class: "quiet" }, f("saved.save")),
    u("button", { type: "button", class: "quiet", onclick: c }, f("saved.forget")),
    t,
    s
  );
}
const et = 56, Un = 8, vo = 720, yo = /* @__PURE__ */ new Set(["new", "grown", "changed", "open"]);
function bo(i) {
  return i.kind !== "unclear" ? le(`kind.${i.kind}`, i.kind) : i.likeliest === "" ? f("kind.none") : En(i.likeliest);
}
const Yt = [
  { key: "rank", title: "column.rank", numeric: !0, narrow: !0 },
  { key: "score", title: "column.odds", numeric: !0, narrow: !1 },
  { key: "n_reviewers", title: "column.accounts", numeric: !0, narrow: !1 },
  { key: "n_products", title: "column.products", numeric: !0, narrow: !1 },
  { key: "n_reviews", title: "column.reviews", numeric: !0, narrow: !1 },
  { key: "harm", title: "column.harm", numeric: !0, narrow: !1 },
  { key: "last_at", title: "column.last", numeric: !1, narrow: !1 },
  { key: "state", title: "column.status", numeric: !1, narrow: !1 }
];
async function wo(i, e) {
  const t = await i.inbox(), n = new URLSearchParams(e), r = /* @__PURE__ */ new WeakMap(), o = /* @__PURE__ */ new Set();
  let s = [], a = 0, l = !1;
  const c = () => {
    const b = n.get("sort") ?? "rank";
    return { key: Yt.find((Z) => Z.key === b.replace(/^-/, ""))?.key ?? "rank", down: b.startsWith("-") };
  };
  function d(b) {
    let T = r.get(b);
    return T === void 0 && (T = [b.ring_id, b.kind, b.likeliest, b.summary, ...b.sellers, ...b.products, ...b.news].join(`
`).toLowerCase(), r.set(b, T)), T;
  }
  function h(b) {
    const T = (j) => n.get(j) ?? "", Z = (j, re) => j.some((ae) => ae.toLowerCase().includes(re.toLowerCase()));
    return !(T("q") && !d(b).includes(T("q").toLowerCase()) || T("flag") && T("flag") === "yes" !== b.flagged || T("kind") && b.kind !== T("kind") || T("evidence") && !b.abnormal.includes(T("evidence")) || T("status") && (T("status") === "waiting" ? !yo.has(b.state) : b.state !== T("status")) || T("seller") && !Z(b.sellers, T("seller")) || T("product") && !Z(b.products, T("product")) || T("harm") === "active" && !b.is_active || T("harm") === "some" && b.harm <= 0);
  }
  function g() {
    const { key: b, down: T } = c(), Z = T ? -1 : 1;
    s = t.rows.filter(h).sort((j, re) => {
      const [ae, we] = [j[b] ?? "", re[b] ?? ""];
      return ae < we ? -Z : ae > we ? Z : j.rank - re.rank;
    }), a = Ke(a, 0, Math.max(0, s.length - 1)), _.textContent = f("inbox.shown", { n: s.length, all: t.rows.length }), x.forEach(([j, re]) => {
      j === b ? re.setAttribute("aria-sort", T ? "descending" : "ascending") : re.removeAttribute("aria-sort");
    }), k = "", A();
  }
  function p(b, T) {
    T ? n.set(b, T) : n.delete(b), i.router.note(se("inbox", "", Object.fromEntries(n))), v.scrollTop = 0, g();
  }
  const S = u("tbody"), _ = u("p", { class: "told", role: "status" }), x = Yt.map(
    (b) => [
      b.key,
      u(
        "th",
        { scope: "col", class: `${b.numeric ? "number" : ""} ${b.narrow ? "" : "roomy"}` },
        u("button", { type: "button", class: "sort", "data-sort": b.key, onclick: () => {
          const T = c(), Z = b.numeric && b.key !== "rank" ? `-${b.key}` : b.key, j = Z.startsWith("-") ? b.key : `-${b.key}`;
          p("sort", T.key === b.key && T.down === Z.startsWith("-") ? j : Z);
        } }, f(b.title))
      )
    ]
  ), L = u("input", { type: "checkbox", "aria-label": f("inbox.all"), onchange: () => {
    const b = L.checked;
    for (const T of s) b ? o.add(T.ring_id) : o.delete(T.ring_id);
    k = "", A();
  } }), R = (b) => x.find(([T]) => T === b)[1], E = u(
    "table",
    { class: "inbox", "aria-label": f("screen.inbox") },
    u(
      "thead",
      {},
      u("tr", {}, u("th", { scope: "col", class: "check" }, i.client.host.canDecide ? L : u("span", { class: "unseen" }, f("graph.pick"))), R("rank"), u("th", { scope: "col" }, f("column.ring")), ...x.filter(([b]) => b !== "rank").map(([, b]) => b))
    ),
    S
  ), v = u("div", { class: "inbox-box", tabindex: 0, role: "region", "aria-label": f("screen.inbox"), onscroll: () => A() }, E);
  let k = "";
  function A() {
    const b = v.clientHeight || 600, T = l ? 0 : Math.max(0, Math.floor(v.scrollTop / et) - Un), Z = l ? s.length : Math.min(s.length, Math.ceil((v.scrollTop + b) / et) + Un), j = `${T}-${Z}-${s.length}`;
    if (j === k) return;
    k = j;
    const re = (ae) => {
      if (ae <= 0) return null;
      const we = u("td", { colspan: 3 });
      return we.style.height = `${ae * et}px`, u("tr", { class: "space", "aria-hidden": "true" }, we);
    };
    E.setAttribute("aria-rowcount", String(s.length + 1)), ie(S, [re(T), ...s.slice(T, Z).map((ae, we) => D(ae, T + we)), re(s.length - Z)]), s.length || ie(S, [u("tr", {}, u("td", { colspan: Yt.length + 2, class: "none" }, f("inbox.none")))]);
  }
  function D(b, T) {
    const Z = i.client.host.canDecide ? u("input", { type: "checkbox", checked: o.has(b.ring_id), "aria-label": f("inbox.one", { id: b.ring_id }), onchange: (re) => {
      re.target.checked ? o.add(b.ring_id) : o.delete(b.ring_id);
    } }) : null, j = (re, ae = !0, we = !1) => u("td", { class: `${ae ? "number" : ""} ${we ? "" : "roomy"}` }, re);
    return u(
      "tr",
      { "aria-rowindex": T + 2, class: T === a ? "current" : "", "data-ring": b.ring_id },
      u("td", { class: "check" }, Z),
      j(Y(b.rank), !0, !0),
      u(
        "td",
        { class: "who" },
        u(
          "div",
          { class: "first-line" },
          u("a", { href: se("ring", b.ring_id), "aria-current": T === a ? "true" : null, onfocus: () => z(T) }, Q(b.ring_id)),
          b.flagged ? u("span", { class: "chip hot" }, "⚑ ", f("flagged")) : u("span", { class: "chip" }, f("unflagged")),
          u("span", { class: "chip plain" }, bo(b)),
          b.lease ? u("span", { class: "chip" }, f("lease.by", { by: b.lease.by })) : null
        ),
        u(
          "div",
          { class: "line", title: b.summary },
          u("span", { class: "brief-odds" }, Pn(b.score), " · "),
          b.news[0] ? u("strong", { lang: "en" }, `${b.news[0]} · `) : null,
          b.abnormal.length ? u("span", { class: "abnormal" }, `◆ ${b.abnormal.map(Se).join(", ")} · `) : null,
          b.sellers.length ? `${b.sellers.slice(0, 3).join(", ")}${b.sellers.length > 3 ? ` +${b.sellers.length - 3}` : ""} · ` : null,
          u("span", { lang: t.language }, b.summary)
        )
      ),
      j(u("span", { title: f("inbox.false", { share: Re(b.q_value) }) }, Pn(b.score)), !0),
      j(Y(b.n_reviewers)),
      j(Y(b.n_products)),
      j(Y(b.n_reviews)),
      j(Rt(b.harm)),
      j(Me(b.last_at), !1),
      j(u("span", { class: `state ${b.state}` }, b.decision ? le(`verdict.${b.decision.verdict}`, b.decision.verdict) : f(`state.${b.state}`)), !1)
    );
  }
  function z(b) {
    a = b;
    for (const Z of S.querySelectorAll("tr.current")) Z.classList.remove("current");
    const T = s[b];
    T && S.querySelector(`tr[data-ring="${CSS.escape(T.ring_id)}"]`)?.classList.add("current");
  }
  function M(b) {
    if (!s.length) return;
    a = Ke(a + b, 0, s.length - 1);
    const T = a * et, Z = 40;
    T < v.scrollTop && (v.scrollTop = T), T + et + Z > v.scrollTop + v.clientHeight && (v.scrollTop = T + et + Z - v.clientHeight), k = "", A(), S.querySelector("tr.current a")?.focus({ preventScroll: !0 });
  }
  const B = () => o.size ? [...o] : s.slice(a, a + 1).map((b) => b.ring_id), X = (b) => () => {
    i.decide(B(), b).then((T) => {
      T && (o.clear(), L.checked = !1, g());
    });
  }, W = () => {
    i.undo(B()).then((b) => b && g());
  }, y = (b, T, Z) => u(
    "label",
    { class: "field" },
    u("span", {}, f(T)),
    u(
      "select",
      { "data-filter": b, onchange: (j) => p(b, j.target.value) },
      u("option", { value: "" }, f("any")),
      ...Z.map(([j, re]) => u("option", { value: j, selected: n.get(b) === j }, re))
    )
  ), $ = (b, T) => u("label", { class: "field" }, u("span", {}, f(T)), u("input", { type: "search", "data-filter": b, value: n.get(b) ?? "", oninput: (Z) => p(b, Z.target.value) })), C = [...new Set(t.rows.map((b) => b.kind))].sort(), w = u(
    "form",
    { class: "filters", role: "search", "aria-label": f("inbox.filters"), onsubmit: (b) => b.preventDefault() },
    $("q", "filter.text"),
    y("flag", "column.flag", [["yes", f("flagged")], ["no", f("unflagged")]]),
    y("kind", "column.kind", C.map((b) => [b, le(`kind.${b}`, b)])),
    y("evidence", "filter.evidence", t.families.map((b) => [b, Se(b)])),
    y("status", "column.status", [["waiting", f("state.waiting")], ...["new", "grown", "changed", "open", "decided", "quiet"].map((b) => [b, le(`state.${b}`, b)])]),
    $("seller", "column.seller"),
    $("product", "column.product"),
    y("harm", "column.harm", [["active", f("harm.active")], ["some", f("harm.some")]])
  ), m = i.client.host.canDecide ? u(
    "div",
    { class: "decision-bar", role: "toolbar", "aria-label": f("section.decision") },
    ...["confirm", "dismiss", "watch", "unsure"].map(
      (b) => u("button", { type: "button", "data-verdict": b, class: b === "confirm" ? "hot" : "", onclick: X(b) }, f(`deed.${b}`))
    ),
    u("button", { type: "button", class: "quiet", "data-verdict": "undo", onclick: W }, f("deed.undo"))
  ) : null, P = [...t.provenance.limits, ...Object.entries(t.silent).map(([b, T]) => `${Se(b)}: ${T}`)], I = u(
    "div",
    { class: "inbox-screen" },
    u("h1", { tabindex: -1 }, f("inbox.title", { n: t.rows.filter((b) => b.flagged).length, all: t.rows.length })),
    u(
      "details",
      { class: "narrowing", open: innerWidth > vo || [...n.keys()].some((b) => b !== "sort") },
      u("summary", {}, f("inbox.filters")),
      w,
      mo(
        () => n.toString(),
        (b) => i.go(se("inbox", "", Object.fromEntries(new URLSearchParams(b)))),
        u("a", { class: "quiet", href: se("inbox") }, f("inbox.clear"))
      )
    ),
    _,
    v,
    m,
    t.operators.length || P.length ? u("details", { class: "fold" }, u("summary", {}, f("inbox.about")), u("ul", { lang: t.language }, ...[...t.operators, ...P].map((b) => u("li", {}, b)))) : null
  );
  I.addEventListener("unfoldrows", () => (l = !0, k = "", A())), I.addEventListener("foldrows", () => (l = !1, k = "", A()));
  const K = new ResizeObserver(() => A());
  K.observe(v), g();
  const J = () => {
    const b = s[a];
    b && i.go(se("ring", b.ring_id));
  };
  return {
    title: f("screen.inbox"),
    element: I,
    keys: {
      j: () => M(1),
      k: () => M(-1),
      o: J,
      ...i.client.host.canDecide ? {
        c: X("confirm"),
        d: X("dismiss"),
        w: X("watch"),
        u: W,
        n: J,
        x: () => {
          const b = s[a];
          b && (o.delete(b.ring_id) || o.add(b.ring_id), k = "", A());
        }
      } : {}
    },
    dispose: () => K.disconnect()
  };
}
class ko {
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
  set(e, t, n = []) {
    this.#e = new Set(e), this.#t = new Set(n), this.#n = t, this.#o();
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
function Ki(i, e, t) {
  const n = u("canvas", { role: "img", "aria-label": i }), r = u("div", { class: "drawing" }, n);
  let o = 0;
  const s = () => {
    cancelAnimationFrame(o), o = requestAnimationFrame(a);
  }, a = () => {
    const l = r.clientWidth;
    if (!l) return;
    const c = window.devicePixelRatio || 1, d = e();
    n.width = Math.round(l * c), n.height = Math.round(d * c), n.style.height = `${d}px`;
    const h = n.getContext("2d");
    h && (h.scale(c, c), h.clearRect(0, 0, l, d), h.font = `11px ${getComputedStyle(r).fontFamily}`, t({ context: h, width: l, colour: nt(r) }));
  };
  return new ResizeObserver(s).observe(r), matchMedia("(prefers-color-scheme: dark)").addEventListener("change", s), r.addEventListener("redraw", a), { element: r, canvas: n, redraw: s };
}
function nt(i) {
  const e = getComputedStyle(i), t = /* @__PURE__ */ new Map();
  return (n) => {
    let r = t.get(n);
    return r === void 0 && t.set(n, r = e.getPropertyValue(`--${n}`).trim() || "#888"), r;
  };
}
function Zi(i, e, t) {
  if (i.measureText(e).width <= t) return e;
  const n = [...e], r = (s) => `${n.slice(0, s >> 1).join("")}…${n.slice(n.length - s + (s >> 1)).join("")}`;
  let o = n.length - 1;
  for (; o > 1 && i.measureText(r(o)).width > t; ) o -= 1;
  return r(o);
}
function Bn(i) {
  return i === null ? "muted" : i >= 4 ? "ring" : i <= 2 ? "low" : "middle";
}
function _o(i, e) {
  const { member: t, product: n, in_ring: r, rating: o } = i.reviews, s = t.map((R, E) => E).filter((R) => r[R]), a = i.products.map((R, E) => E).sort((R, E) => (i.products[R].first_at ?? "") < (i.products[E].first_at ?? "") ? -1 : 1), l = [];
  a.forEach((R, E) => l[R] = E);
  const c = i.members.length, d = Ke(520 / c, 0.5, 14), h = d >= 9;
  let g = 0, p = 10;
  const S = f("matrix.label", { accounts: Y(c), products: Y(a.length), reviews: Y(s.length) }), _ = Ki(S, () => Math.ceil(c * d) + 4, ({ context: R, width: E, colour: v }) => {
    g = h ? E < 500 ? 64 : 110 : 4, p = Ke((E - g - 4) / Math.max(a.length, 1), 0.5, 26), h && (R.textAlign = "right", R.fillStyle = v("ink"), i.members.forEach((A, D) => {
      R.fillText(Zi(R, Ve(A.reviewer_id), g - 12), g - 6, D * d + d * 0.78);
    })), R.fillStyle = v("ground"), R.fillRect(g, 0, a.length * p, c * d);
    const k = p > 4 && d > 4 ? 1 : 0;
    for (const A of [!1, !0]) {
      const D = s.filter((z) => e.has(z) === A);
      R.globalAlpha = A ? 1 : 0.15;
      for (const z of ["muted", "ring", "low", "middle"]) {
        R.fillStyle = v(z);
        for (const M of D)
          Bn(o[M] ?? null) === z && R.fillRect(g + l[n[M]] * p, t[M] * d, Math.max(p - k, 0.5), Math.max(d - k, 0.5));
      }
      if (!(d <= 6 || p <= 6)) {
        R.fillStyle = v("paper");
        for (const z of D)
          Bn(o[z] ?? null) === "low" && R.fillRect(g + l[n[z]] * p + p / 2 - 2, t[z] * d + d / 2 - 1, 3, 1.5);
      }
    }
    R.globalAlpha = 1;
  });
  e.listen(_.redraw);
  const x = u("p", { class: "told", "aria-hidden": "true" }), L = (R) => {
    const E = _.canvas.getBoundingClientRect(), v = Math.floor((R.clientY - E.top) / d), k = a[Math.floor((R.clientX - E.left - g) / p)];
    return v < 0 || v >= c ? null : { account: v, target: R.clientX - E.left < g ? -1 : k ?? -1 };
  };
  return _.canvas.addEventListener("pointermove", (R) => {
    const E = L(R);
    if (!E) return;
    const v = s.find((A) => t[A] === E.account && n[A] === E.target), k = [i.members[E.account].reviewer_id, i.products[E.target]?.product_id ?? ""];
    v !== void 0 && k.push(`${o[v] ?? "–"} ★`, Me(i.reviews.posted_at[v] ?? null)), x.textContent = Ve(k.filter(Boolean).join(" · "));
  }), _.canvas.addEventListener("click", (R) => {
    const E = L(R);
    if (!E) return;
    const v = R.shiftKey && E.target >= 0, k = v ? i.products[E.target].product_id : i.members[E.account].reviewer_id;
    e.set(
      s.filter((A) => v ? n[A] === E.target : t[A] === E.account),
      k
    );
  }), u("div", { class: "matrix" }, _.element, x);
}
function Yi(i) {
  return i && i.__esModule && Object.prototype.hasOwnProperty.call(i, "default") ? i.default : i;
}
var $t = { exports: {} }, Wn;
function Eo() {
  if (Wn) return $t.exports;
  Wn = 1;
  var i = typeof Reflect == "object" ? Reflect : null, e = i && typeof i.apply == "function" ? i.apply : function(k, A, D) {
    return Function.prototype.apply.call(k, A, D);
  }, t;
  i && typeof i.ownKeys == "function" ? t = i.ownKeys : Object.getOwnPropertySymbols ? t = function(k) {
    return Object.getOwnPropertyNames(k).concat(Object.getOwnPropertySymbols(k));
  } : t = function(k) {
    return Object.getOwnPropertyNames(k);
  };
  function n(v) {
    console && console.warn && console.warn(v);
  }
  var r = Number.isNaN || function(k) {
    return k !== k;
  };
  function o() {
    o.init.call(this);
  }
  $t.exports = o, $t.exports.once = L, o.EventEmitter = o, o.prototype._events = void 0, o.prototype._eventsCount = 0, o.prototype._maxListeners = void 0;
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
      if (typeof v != "number" || v < 0 || r(v))
        throw new RangeError('The value of "defaultMaxListeners" is out of range. It must be a non-negative number. Received ' + v + ".");
      s = v;
    }
  }), o.init = function() {
    (this._events === void 0 || this._events === Object.getPrototypeOf(this)._events) && (this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0), this._maxListeners = this._maxListeners || void 0;
  }, o.prototype.setMaxListeners = function(k) {
    if (typeof k != "number" || k < 0 || r(k))
      throw new RangeError('The value of "n" is out of range. It must be a non-negative number. Received ' + k + ".");
    return this._maxListeners = k, this;
  };
  function l(v) {
    return v._maxListeners === void 0 ? o.defaultMaxListeners : v._maxListeners;
  }
  o.prototype.getMaxListeners = function() {
    return l(this);
  }, o.prototype.emit = function(k) {
    for (var A = [], D = 1; D < arguments.length; D++) A.push(arguments[D]);
    var z = k === "error", M = this._events;
    if (M !== void 0)
      z = z && M.error === void 0;
    else if (!z)
      return !1;
    if (z) {
      var B;
      if (A.length > 0 && (B = A[0]), B instanceof Error)
        throw B;
      var X = new Error("Unhandled error." + (B ? " (" + B.message + ")" : ""));
      throw X.context = B, X;
    }
    var W = M[k];
    if (W === void 0)
      return !1;
    if (typeof W == "function")
      e(W, this, A);
    else
      for (var y = W.length, $ = S(W, y), D = 0; D < y; ++D)
        e($[D], this, A);
    return !0;
  };
  function c(v, k, A, D) {
    var z, M, B;
    if (a(A), M = v._events, M === void 0 ? (M = v._events = /* @__PURE__ */ Object.create(null), v._eventsCount = 0) : (M.newListener !== void 0 && (v.emit(
      "newListener",
      k,
      A.listener ? A.listener : A
    ), M = v._events), B = M[k]), B === void 0)
      B = M[k] = A, ++v._eventsCount;
    else if (typeof B == "function" ? B = M[k] = D ? [A, B] : [B, A] : D ? B.unshift(A) : B.push(A), z = l(v), z > 0 && B.length > z && !B.warned) {
      B.warned = !0;
      var X = new Error("Possible EventEmitter memory leak detected. " + B.length + " " + String(k) + " listeners added. Use emitter.setMaxListeners() to increase limit");
      X.name = "MaxListenersExceededWarning", X.emitter = v, X.type = k, X.count = B.length, n(X);
    }
    return v;
  }
  o.prototype.addListener = function(k, A) {
    return c(this, k, A, !1);
  }, o.prototype.on = o.prototype.addListener, o.prototype.prependListener = function(k, A) {
    return c(this, k, A, !0);
  };
  function d() {
    if (!this.fired)
      return this.target.removeListener(this.type, this.wrapFn), this.fired = !0, arguments.length === 0 ? this.listener.call(this.target) : this.listener.apply(this.target, arguments);
  }
  function h(v, k, A) {
    var D = { fired: !1, wrapFn: void 0, target: v, type: k, listener: A }, z = d.bind(D);
    return z.listener = A, D.wrapFn = z, z;
  }
  o.prototype.once = function(k, A) {
    return a(A), this.on(k, h(this, k, A)), this;
  }, o.prototype.prependOnceListener = function(k, A) {
    return a(A), this.prependListener(k, h(this, k, A)), this;
  }, o.prototype.removeListener = function(k, A) {
    var D, z, M, B, X;
    if (a(A), z = this._events, z === void 0)
      return this;
    if (D = z[k], D === void 0)
      return this;
    if (D === A || D.listener === A)
      --this._eventsCount === 0 ? this._events = /* @__PURE__ */ Object.create(null) : (delete z[k], z.removeListener && this.emit("removeListener", k, D.listener || A));
    else if (typeof D != "function") {
      for (M = -1, B = D.length - 1; B >= 0; B--)
        if (D[B] === A || D[B].listener === A) {
          X = D[B].listener, M = B;
          break;
        }
      if (M < 0)
        return this;
      M === 0 ? D.shift() : _(D, M), D.length === 1 && (z[k] = D[0]), z.removeListener !== void 0 && this.emit("removeListener", k, X || A);
    }
    return this;
  }, o.prototype.off = o.prototype.removeListener, o.prototype.removeAllListeners = function(k) {
    var A, D, z;
    if (D = this._events, D === void 0)
      return this;
    if (D.removeListener === void 0)
      return arguments.length === 0 ? (this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0) : D[k] !== void 0 && (--this._eventsCount === 0 ? this._events = /* @__PURE__ */ Object.create(null) : delete D[k]), this;
    if (arguments.length === 0) {
      var M = Object.keys(D), B;
      for (z = 0; z < M.length; ++z)
        B = M[z], B !== "removeListener" && this.removeAllListeners(B);
      return this.removeAllListeners("removeListener"), this._events = /* @__PURE__ */ Object.create(null), this._eventsCount = 0, this;
    }
    if (A = D[k], typeof A == "function")
      this.removeListener(k, A);
    else if (A !== void 0)
      for (z = A.length - 1; z >= 0; z--)
        this.removeListener(k, A[z]);
    return this;
  };
  function g(v, k, A) {
    var D = v._events;
    if (D === void 0)
      return [];
    var z = D[k];
    return z === void 0 ? [] : typeof z == "function" ? A ? [z.listener || z] : [z] : A ? x(z) : S(z, z.length);
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
      var A = k[v];
      if (typeof A == "function")
        return 1;
      if (A !== void 0)
        return A.length;
    }
    return 0;
  }
  o.prototype.eventNames = function() {
    return this._eventsCount > 0 ? t(this._events) : [];
  };
  function S(v, k) {
    for (var A = new Array(k), D = 0; D < k; ++D)
      A[D] = v[D];
    return A;
  }
  function _(v, k) {
    for (; k + 1 < v.length; k++)
      v[k] = v[k + 1];
    v.pop();
  }
  function x(v) {
    for (var k = new Array(v.length), A = 0; A < k.length; ++A)
      k[A] = v[A].listener || v[A];
    return k;
  }
  function L(v, k) {
    return new Promise(function(A, D) {
      function z(B) {
        v.removeListener(k, M), D(B);
      }
      function M() {
        typeof v.removeListener == "function" && v.removeListener("error", z), A([].slice.call(arguments));
      }
      E(v, k, M, { once: !0 }), k !== "error" && R(v, z, { once: !0 });
    });
  }
  function R(v, k, A) {
    typeof v.on == "function" && E(v, "error", k, A);
  }
  function E(v, k, A, D) {
    if (typeof v.on == "function")
      D.once ? v.once(k, A) : v.on(k, A);
    else if (typeof v.addEventListener == "function")
      v.addEventListener(k, function z(M) {
        D.once && v.removeEventListener(k, z), A(M);
      });
    else
      throw new TypeError('The "emitter" argument must be of type EventEmitter. Received type ' + typeof v);
  }
  return $t.exports;
}
var Xi = Eo();
function So() {
  const i = arguments[0];
  for (let e = 1, t = arguments.length; e < t; e++)
    if (arguments[e])
      for (const n in arguments[e]) i[n] = arguments[e][n];
  return i;
}
let ce = So;
typeof Object.assign == "function" && (ce = Object.assign);
function ye(i, e, t, n) {
  const r = i._nodes.get(e);
  let o = null;
  return r && (n === "mixed" ? o = r.out && r.out[t] || r.undirected && r.undirected[t] : n === "directed" ? o = r.out && r.out[t] : o = r.undirected && r.undirected[t]), o;
}
function he(i) {
  return typeof i == "object" && i !== null;
}
function Ji(i) {
  let e;
  for (e in i) return !1;
  return !0;
}
function me(i, e, t) {
  Object.defineProperty(i, e, {
    enumerable: !1,
    configurable: !1,
    writable: !0,
    value: t
  });
}
function ke(i, e, t) {
  const n = {
    enumerable: !0,
    configurable: !0
  };
  typeof t == "function" ? n.get = t : (n.value = t, n.writable = !1), Object.defineProperty(i, e, n);
}
function Hn(i) {
  return !(!he(i) || i.attributes && !Array.isArray(i.attributes));
}
function Ro() {
  let i = Math.floor(Math.random() * 256) & 255;
  return () => i++;
}
function Pe() {
  const i = arguments;
  let e = null, t = -1;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let n = null;
      do {
        if (e === null) {
          if (t++, t >= i.length) return { done: !0 };
          e = i[t][Symbol.iterator]();
        }
        if (n = e.next(), n.done) {
          e = null;
          continue;
        }
        break;
      } while (!0);
      return n;
    }
  };
}
function ct() {
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      return { done: !0 };
    }
  };
}
class Sn extends Error {
  constructor(e) {
    super(), this.name = "GraphError", this.message = e;
  }
}
class O extends Sn {
  constructor(e) {
    super(e), this.name = "InvalidArgumentsGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(
      this,
      O.prototype.constructor
    );
  }
}
class F extends Sn {
  constructor(e) {
    super(e), this.name = "NotFoundGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(this, F.prototype.constructor);
  }
}
class H extends Sn {
  constructor(e) {
    super(e), this.name = "UsageGraphError", typeof Error.captureStackTrace == "function" && Error.captureStackTrace(this, H.prototype.constructor);
  }
}
function Qi(i, e) {
  this.key = i, this.attributes = e, this.clear();
}
Qi.prototype.clear = function() {
  this.inDegree = 0, this.outDegree = 0, this.undirectedDegree = 0, this.undirectedLoops = 0, this.directedLoops = 0, this.in = {}, this.out = {}, this.undirected = {};
};
function er(i, e) {
  this.key = i, this.attributes = e, this.clear();
}
er.prototype.clear = function() {
  this.inDegree = 0, this.outDegree = 0, this.directedLoops = 0, this.in = {}, this.out = {};
};
function tr(i, e) {
  this.key = i, this.attributes = e, this.clear();
}
tr.prototype.clear = function() {
  this.undirectedDegree = 0, this.undirectedLoops = 0, this.undirected = {};
};
function ut(i, e, t, n, r) {
  this.key = e, this.attributes = r, this.undirected = i, this.source = t, this.target = n;
}
ut.prototype.attach = function() {
  let i = "out", e = "in";
  this.undirected && (i = e = "undirected");
  const t = this.source.key, n = this.target.key;
  this.source[i][n] = this, !(this.undirected && t === n) && (this.target[e][t] = this);
};
ut.prototype.attachMulti = function() {
  let i = "out", e = "in";
  const t = this.source.key, n = this.target.key;
  this.undirected && (i = e = "undirected");
  const r = this.source[i], o = r[n];
  if (typeof o > "u") {
    r[n] = this, this.undirected && t === n || (this.target[e][t] = this);
    return;
  }
  o.previous = this, this.next = o, r[n] = this, this.target[e][t] = this;
};
ut.prototype.detach = function() {
  const i = this.source.key, e = this.target.key;
  let t = "out", n = "in";
  this.undirected && (t = n = "undirected"), delete this.source[t][e], delete this.target[n][i];
};
ut.prototype.detachMulti = function() {
  const i = this.source.key, e = this.target.key;
  let t = "out", n = "in";
  this.undirected && (t = n = "undirected"), this.previous === void 0 ? this.next === void 0 ? (delete this.source[t][e], delete this.target[n][i]) : (this.next.previous = void 0, this.source[t][e] = this.next, this.target[n][i] = this.next) : (this.previous.next = this.next, this.next !== void 0 && (this.next.previous = this.previous));
};
const nr = 0, ir = 1, To = 2, rr = 3;
function $e(i, e, t, n, r, o, s) {
  let a, l, c, d;
  if (n = "" + n, t === nr) {
    if (a = i._nodes.get(n), !a)
      throw new F(
        `Graph.${e}: could not find the "${n}" node in the graph.`
      );
    c = r, d = o;
  } else if (t === rr) {
    if (r = "" + r, l = i._edges.get(r), !l)
      throw new F(
        `Graph.${e}: could not find the "${r}" edge in the graph.`
      );
    const h = l.source.key, g = l.target.key;
    if (n === h)
      a = l.target;
    else if (n === g)
      a = l.source;
    else
      throw new F(
        `Graph.${e}: the "${n}" node is not attached to the "${r}" edge (${h}, ${g}).`
      );
    c = o, d = s;
  } else {
    if (l = i._edges.get(n), !l)
      throw new F(
        `Graph.${e}: could not find the "${n}" edge in the graph.`
      );
    t === ir ? a = l.source : a = l.target, c = r, d = o;
  }
  return [a, c, d];
}
function xo(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
      o
    );
    return s.attributes[a];
  };
}
function Ao(i, e, t) {
  i.prototype[e] = function(n, r) {
    const [o] = $e(
      this,
      e,
      t,
      n,
      r
    );
    return o.attributes;
  };
}
function Co(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
      o
    );
    return s.attributes.hasOwnProperty(a);
  };
}
function Lo(i, e, t) {
  i.prototype[e] = function(n, r, o, s) {
    const [a, l, c] = $e(
      this,
      e,
      t,
      n,
      r,
      o,
      s
    );
    return a.attributes[l] = c, this.emit("nodeAttributesUpdated", {
      key: a.key,
      type: "set",
      attributes: a.attributes,
      name: l
    }), this;
  };
}
function Do(i, e, t) {
  i.prototype[e] = function(n, r, o, s) {
    const [a, l, c] = $e(
      this,
      e,
      t,
      n,
      r,
      o,
      s
    );
    if (typeof c != "function")
      throw new O(
        `Graph.${e}: updater should be a function.`
      );
    const d = a.attributes, h = c(d[l]);
    return d[l] = h, this.emit("nodeAttributesUpdated", {
      key: a.key,
      type: "set",
      attributes: a.attributes,
      name: l
    }), this;
  };
}
function Go(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
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
function No(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
      o
    );
    if (!he(a))
      throw new O(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return s.attributes = a, this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "replace",
      attributes: s.attributes
    }), this;
  };
}
function Po(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
      o
    );
    if (!he(a))
      throw new O(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return ce(s.attributes, a), this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "merge",
      attributes: s.attributes,
      data: a
    }), this;
  };
}
function $o(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    const [s, a] = $e(
      this,
      e,
      t,
      n,
      r,
      o
    );
    if (typeof a != "function")
      throw new O(
        `Graph.${e}: provided updater is not a function.`
      );
    return s.attributes = a(s.attributes), this.emit("nodeAttributesUpdated", {
      key: s.key,
      type: "update",
      attributes: s.attributes
    }), this;
  };
}
const Fo = [
  {
    name: (i) => `get${i}Attribute`,
    attacher: xo
  },
  {
    name: (i) => `get${i}Attributes`,
    attacher: Ao
  },
  {
    name: (i) => `has${i}Attribute`,
    attacher: Co
  },
  {
    name: (i) => `set${i}Attribute`,
    attacher: Lo
  },
  {
    name: (i) => `update${i}Attribute`,
    attacher: Do
  },
  {
    name: (i) => `remove${i}Attribute`,
    attacher: Go
  },
  {
    name: (i) => `replace${i}Attributes`,
    attacher: No
  },
  {
    name: (i) => `merge${i}Attributes`,
    attacher: Po
  },
  {
    name: (i) => `update${i}Attributes`,
    attacher: $o
  }
];
function Io(i) {
  Fo.forEach(function({ name: e, attacher: t }) {
    t(i, e("Node"), nr), t(i, e("Source"), ir), t(i, e("Target"), To), t(i, e("Opposite"), rr);
  });
}
function zo(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    return o.attributes[r];
  };
}
function Oo(i, e, t) {
  i.prototype[e] = function(n) {
    let r;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 1) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const o = "" + n, s = "" + arguments[1];
      if (r = ye(this, o, s, t), !r)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${o}" - "${s}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, r = this._edges.get(n), !r)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    return r.attributes;
  };
}
function Mo(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    return o.attributes.hasOwnProperty(r);
  };
}
function Uo(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    let s;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 3) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const a = "" + n, l = "" + r;
      if (r = arguments[2], o = arguments[3], s = ye(this, a, l, t), !s)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${a}" - "${l}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, s = this._edges.get(n), !s)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    return s.attributes[r] = o, this.emit("edgeAttributesUpdated", {
      key: s.key,
      type: "set",
      attributes: s.attributes,
      name: r
    }), this;
  };
}
function Bo(i, e, t) {
  i.prototype[e] = function(n, r, o) {
    let s;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 3) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const a = "" + n, l = "" + r;
      if (r = arguments[2], o = arguments[3], s = ye(this, a, l, t), !s)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${a}" - "${l}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, s = this._edges.get(n), !s)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    if (typeof o != "function")
      throw new O(
        `Graph.${e}: updater should be a function.`
      );
    return s.attributes[r] = o(s.attributes[r]), this.emit("edgeAttributesUpdated", {
      key: s.key,
      type: "set",
      attributes: s.attributes,
      name: r
    }), this;
  };
}
function Wo(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    return delete o.attributes[r], this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "remove",
      attributes: o.attributes,
      name: r
    }), this;
  };
}
function Ho(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    if (!he(r))
      throw new O(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return o.attributes = r, this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "replace",
      attributes: o.attributes
    }), this;
  };
}
function jo(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    if (!he(r))
      throw new O(
        `Graph.${e}: provided attributes are not a plain object.`
      );
    return ce(o.attributes, r), this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "merge",
      attributes: o.attributes,
      data: r
    }), this;
  };
}
function qo(i, e, t) {
  i.prototype[e] = function(n, r) {
    let o;
    if (this.type !== "mixed" && t !== "mixed" && t !== this.type)
      throw new H(
        `Graph.${e}: cannot find this type of edges in your ${this.type} graph.`
      );
    if (arguments.length > 2) {
      if (this.multi)
        throw new H(
          `Graph.${e}: cannot use a {source,target} combo when asking about an edge's attributes in a MultiGraph since we cannot infer the one you want information about.`
        );
      const s = "" + n, a = "" + r;
      if (r = arguments[2], o = ye(this, s, a, t), !o)
        throw new F(
          `Graph.${e}: could not find an edge for the given path ("${s}" - "${a}").`
        );
    } else {
      if (t !== "mixed")
        throw new H(
          `Graph.${e}: calling this method with only a key (vs. a source and target) does not make sense since an edge with this key could have the other type.`
        );
      if (n = "" + n, o = this._edges.get(n), !o)
        throw new F(
          `Graph.${e}: could not find the "${n}" edge in the graph.`
        );
    }
    if (typeof r != "function")
      throw new O(
        `Graph.${e}: provided updater is not a function.`
      );
    return o.attributes = r(o.attributes), this.emit("edgeAttributesUpdated", {
      key: o.key,
      type: "update",
      attributes: o.attributes
    }), this;
  };
}
const Vo = [
  {
    name: (i) => `get${i}Attribute`,
    attacher: zo
  },
  {
    name: (i) => `get${i}Attributes`,
    attacher: Oo
  },
  {
    name: (i) => `has${i}Attribute`,
    attacher: Mo
  },
  {
    name: (i) => `set${i}Attribute`,
    attacher: Uo
  },
  {
    name: (i) => `update${i}Attribute`,
    attacher: Bo
  },
  {
    name: (i) => `remove${i}Attribute`,
    attacher: Wo
  },
  {
    name: (i) => `replace${i}Attributes`,
    attacher: Ho
  },
  {
    name: (i) => `merge${i}Attributes`,
    attacher: jo
  },
  {
    name: (i) => `update${i}Attributes`,
    attacher: qo
  }
];
function Ko(i) {
  Vo.forEach(function({ name: e, attacher: t }) {
    t(i, e("Edge"), "mixed"), t(i, e("DirectedEdge"), "directed"), t(i, e("UndirectedEdge"), "undirected");
  });
}
const Zo = [
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
function Yo(i, e, t, n) {
  let r = !1;
  for (const o in e) {
    if (o === n) continue;
    const s = e[o];
    if (r = t(
      s.key,
      s.attributes,
      s.source.key,
      s.target.key,
      s.source.attributes,
      s.target.attributes,
      s.undirected
    ), i && r) return s.key;
  }
}
function Xo(i, e, t, n) {
  let r, o, s, a = !1;
  for (const l in e)
    if (l !== n) {
      r = e[l];
      do {
        if (o = r.source, s = r.target, a = t(
          r.key,
          r.attributes,
          o.key,
          s.key,
          o.attributes,
          s.attributes,
          r.undirected
        ), i && a) return r.key;
        r = r.next;
      } while (r !== void 0);
    }
}
function Xt(i, e) {
  const t = Object.keys(i), n = t.length;
  let r, o = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      do
        if (r)
          r = r.next;
        else {
          if (o >= n) return { done: !0 };
          const s = t[o++];
          if (s === e) {
            r = void 0;
            continue;
          }
          r = i[s];
        }
      while (!r);
      return {
        done: !1,
        value: {
          edge: r.key,
          attributes: r.attributes,
          source: r.source.key,
          target: r.target.key,
          sourceAttributes: r.source.attributes,
          targetAttributes: r.target.attributes,
          undirected: r.undirected
        }
      };
    }
  };
}
function Jo(i, e, t, n) {
  const r = e[t];
  if (!r) return;
  const o = r.source, s = r.target;
  if (n(
    r.key,
    r.attributes,
    o.key,
    s.key,
    o.attributes,
    s.attributes,
    r.undirected
  ) && i)
    return r.key;
}
function Qo(i, e, t, n) {
  let r = e[t];
  if (!r) return;
  let o = !1;
  do {
    if (o = n(
      r.key,
      r.attributes,
      r.source.key,
      r.target.key,
      r.source.attributes,
      r.target.attributes,
      r.undirected
    ), i && o) return r.key;
    r = r.next;
  } while (r !== void 0);
}
function Jt(i, e) {
  let t = i[e];
  if (t.next !== void 0)
    return {
      [Symbol.iterator]() {
        return this;
      },
      next() {
        if (!t) return { done: !0 };
        const r = {
          edge: t.key,
          attributes: t.attributes,
          source: t.source.key,
          target: t.target.key,
          sourceAttributes: t.source.attributes,
          targetAttributes: t.target.attributes,
          undirected: t.undirected
        };
        return t = t.next, {
          done: !1,
          value: r
        };
      }
    };
  let n = !1;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      return n === !0 ? { done: !0 } : (n = !0, {
        done: !1,
        value: {
          edge: t.key,
          attributes: t.attributes,
          source: t.source.key,
          target: t.target.key,
          sourceAttributes: t.source.attributes,
          targetAttributes: t.target.attributes,
          undirected: t.undirected
        }
      });
    }
  };
}
function es(i, e) {
  if (i.size === 0) return [];
  if (e === "mixed" || e === i.type)
    return Array.from(i._edges.keys());
  const t = e === "undirected" ? i.undirectedSize : i.directedSize, n = new Array(t), r = e === "undirected", o = i._edges.values();
  let s = 0, a, l;
  for (; a = o.next(), a.done !== !0; )
    l = a.value, l.undirected === r && (n[s++] = l.key);
  return n;
}
function or(i, e, t, n) {
  if (e.size === 0) return;
  const r = t !== "mixed" && t !== e.type, o = t === "undirected";
  let s, a, l = !1;
  const c = e._edges.values();
  for (; s = c.next(), s.done !== !0; ) {
    if (a = s.value, r && a.undirected !== o) continue;
    const { key: d, attributes: h, source: g, target: p } = a;
    if (l = n(
      d,
      h,
      g.key,
      p.key,
      g.attributes,
      p.attributes,
      a.undirected
    ), i && l) return d;
  }
}
function ts(i, e) {
  if (i.size === 0) return ct();
  const t = e !== "mixed" && e !== i.type, n = e === "undirected", r = i._edges.values();
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let o, s;
      for (; ; ) {
        if (o = r.next(), o.done) return o;
        if (s = o.value, !(t && s.undirected !== n))
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
function Rn(i, e, t, n, r, o) {
  const s = e ? Xo : Yo;
  let a;
  if (t !== "undirected" && (n !== "out" && (a = s(i, r.in, o), i && a) || n !== "in" && (a = s(
    i,
    r.out,
    o,
    n ? void 0 : r.key
  ), i && a)) || t !== "directed" && (a = s(i, r.undirected, o), i && a))
    return a;
}
function ns(i, e, t, n) {
  const r = [];
  return Rn(!1, i, e, t, n, function(o) {
    r.push(o);
  }), r;
}
function is(i, e, t) {
  let n = ct();
  return i !== "undirected" && (e !== "out" && typeof t.in < "u" && (n = Pe(n, Xt(t.in))), e !== "in" && typeof t.out < "u" && (n = Pe(
    n,
    Xt(t.out, e ? void 0 : t.key)
  ))), i !== "directed" && typeof t.undirected < "u" && (n = Pe(n, Xt(t.undirected))), n;
}
function Tn(i, e, t, n, r, o, s) {
  const a = t ? Qo : Jo;
  let l;
  if (e !== "undirected" && (typeof r.in < "u" && n !== "out" && (l = a(i, r.in, o, s), i && l) || typeof r.out < "u" && n !== "in" && (n || r.key !== o) && (l = a(i, r.out, o, s), i && l)) || e !== "directed" && typeof r.undirected < "u" && (l = a(i, r.undirected, o, s), i && l))
    return l;
}
function rs(i, e, t, n, r) {
  const o = [];
  return Tn(
    !1,
    i,
    e,
    t,
    n,
    r,
    function(s) {
      o.push(s);
    }
  ), o;
}
function os(i, e, t, n) {
  let r = ct();
  return i !== "undirected" && (typeof t.in < "u" && e !== "out" && n in t.in && (r = Pe(r, Jt(t.in, n))), typeof t.out < "u" && e !== "in" && n in t.out && (e || t.key !== n) && (r = Pe(r, Jt(t.out, n)))), i !== "directed" && typeof t.undirected < "u" && n in t.undirected && (r = Pe(
    r,
    Jt(t.undirected, n)
  )), r;
}
function ss(i, e) {
  const { name: t, type: n, direction: r } = e;
  i.prototype[t] = function(o, s) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type)
      return [];
    if (!arguments.length) return es(this, n);
    if (arguments.length === 1) {
      o = "" + o;
      const a = this._nodes.get(o);
      if (typeof a > "u")
        throw new F(
          `Graph.${t}: could not find the "${o}" node in the graph.`
        );
      return ns(
        this.multi,
        n === "mixed" ? this.type : n,
        r,
        a
      );
    }
    if (arguments.length === 2) {
      o = "" + o, s = "" + s;
      const a = this._nodes.get(o);
      if (!a)
        throw new F(
          `Graph.${t}:  could not find the "${o}" source node in the graph.`
        );
      if (!this._nodes.has(s))
        throw new F(
          `Graph.${t}:  could not find the "${s}" target node in the graph.`
        );
      return rs(
        n,
        this.multi,
        r,
        a,
        s
      );
    }
    throw new O(
      `Graph.${t}: too many arguments (expecting 0, 1 or 2 and got ${arguments.length}).`
    );
  };
}
function as(i, e) {
  const { name: t, type: n, direction: r } = e, o = "forEach" + t[0].toUpperCase() + t.slice(1, -1);
  i.prototype[o] = function(c, d, h) {
    if (!(n !== "mixed" && this.type !== "mixed" && n !== this.type)) {
      if (arguments.length === 1)
        return h = c, or(!1, this, n, h);
      if (arguments.length === 2) {
        c = "" + c, h = d;
        const g = this._nodes.get(c);
        if (typeof g > "u")
          throw new F(
            `Graph.${o}: could not find the "${c}" node in the graph.`
          );
        return Rn(
          !1,
          this.multi,
          n === "mixed" ? this.type : n,
          r,
          g,
          h
        );
      }
      if (arguments.length === 3) {
        c = "" + c, d = "" + d;
        const g = this._nodes.get(c);
        if (!g)
          throw new F(
            `Graph.${o}:  could not find the "${c}" source node in the graph.`
          );
        if (!this._nodes.has(d))
          throw new F(
            `Graph.${o}:  could not find the "${d}" target node in the graph.`
          );
        return Tn(
          !1,
          n,
          this.multi,
          r,
          g,
          d,
          h
        );
      }
      throw new O(
        `Graph.${o}: too many arguments (expecting 1, 2 or 3 and got ${arguments.length}).`
      );
    }
  };
  const s = "map" + t[0].toUpperCase() + t.slice(1);
  i.prototype[s] = function() {
    const c = Array.prototype.slice.call(arguments), d = c.pop();
    let h;
    if (c.length === 0) {
      let g = 0;
      n !== "directed" && (g += this.undirectedSize), n !== "undirected" && (g += this.directedSize), h = new Array(g);
      let p = 0;
      c.push((S, _, x, L, R, E, v) => {
        h[p++] = d(S, _, x, L, R, E, v);
      });
    } else
      h = [], c.push((g, p, S, _, x, L, R) => {
        h.push(d(g, p, S, _, x, L, R));
      });
    return this[o].apply(this, c), h;
  };
  const a = "filter" + t[0].toUpperCase() + t.slice(1);
  i.prototype[a] = function() {
    const c = Array.prototype.slice.call(arguments), d = c.pop(), h = [];
    return c.push((g, p, S, _, x, L, R) => {
      d(g, p, S, _, x, L, R) && h.push(g);
    }), this[o].apply(this, c), h;
  };
  const l = "reduce" + t[0].toUpperCase() + t.slice(1);
  i.prototype[l] = function() {
    let c = Array.prototype.slice.call(arguments);
    if (c.length < 2 || c.length > 4)
      throw new O(
        `Graph.${l}: invalid number of arguments (expecting 2, 3 or 4 and got ${c.length}).`
      );
    if (typeof c[c.length - 1] == "function" && typeof c[c.length - 2] != "function")
      throw new O(
        `Graph.${l}: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array.`
      );
    let d, h;
    c.length === 2 ? (d = c[0], h = c[1], c = []) : c.length === 3 ? (d = c[1], h = c[2], c = [c[0]]) : c.length === 4 && (d = c[2], h = c[3], c = [c[0], c[1]]);
    let g = h;
    return c.push((p, S, _, x, L, R, E) => {
      g = d(g, p, S, _, x, L, R, E);
    }), this[o].apply(this, c), g;
  };
}
function ls(i, e) {
  const { name: t, type: n, direction: r } = e, o = "find" + t[0].toUpperCase() + t.slice(1, -1);
  i.prototype[o] = function(l, c, d) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type)
      return !1;
    if (arguments.length === 1)
      return d = l, or(!0, this, n, d);
    if (arguments.length === 2) {
      l = "" + l, d = c;
      const h = this._nodes.get(l);
      if (typeof h > "u")
        throw new F(
          `Graph.${o}: could not find the "${l}" node in the graph.`
        );
      return Rn(
        !0,
        this.multi,
        n === "mixed" ? this.type : n,
        r,
        h,
        d
      );
    }
    if (arguments.length === 3) {
      l = "" + l, c = "" + c;
      const h = this._nodes.get(l);
      if (!h)
        throw new F(
          `Graph.${o}:  could not find the "${l}" source node in the graph.`
        );
      if (!this._nodes.has(c))
        throw new F(
          `Graph.${o}:  could not find the "${c}" target node in the graph.`
        );
      return Tn(
        !0,
        n,
        this.multi,
        r,
        h,
        c,
        d
      );
    }
    throw new O(
      `Graph.${o}: too many arguments (expecting 1, 2 or 3 and got ${arguments.length}).`
    );
  };
  const s = "some" + t[0].toUpperCase() + t.slice(1, -1);
  i.prototype[s] = function() {
    const l = Array.prototype.slice.call(arguments), c = l.pop();
    return l.push((h, g, p, S, _, x, L) => c(h, g, p, S, _, x, L)), !!this[o].apply(this, l);
  };
  const a = "every" + t[0].toUpperCase() + t.slice(1, -1);
  i.prototype[a] = function() {
    const l = Array.prototype.slice.call(arguments), c = l.pop();
    return l.push((h, g, p, S, _, x, L) => !c(h, g, p, S, _, x, L)), !this[o].apply(this, l);
  };
}
function cs(i, e) {
  const { name: t, type: n, direction: r } = e, o = t.slice(0, -1) + "Entries";
  i.prototype[o] = function(s, a) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type)
      return ct();
    if (!arguments.length) return ts(this, n);
    if (arguments.length === 1) {
      s = "" + s;
      const l = this._nodes.get(s);
      if (!l)
        throw new F(
          `Graph.${o}: could not find the "${s}" node in the graph.`
        );
      return is(n, r, l);
    }
    if (arguments.length === 2) {
      s = "" + s, a = "" + a;
      const l = this._nodes.get(s);
      if (!l)
        throw new F(
          `Graph.${o}:  could not find the "${s}" source node in the graph.`
        );
      if (!this._nodes.has(a))
        throw new F(
          `Graph.${o}:  could not find the "${a}" target node in the graph.`
        );
      return os(n, r, l, a);
    }
    throw new O(
      `Graph.${o}: too many arguments (expecting 0, 1 or 2 and got ${arguments.length}).`
    );
  };
}
function us(i) {
  Zo.forEach((e) => {
    ss(i, e), as(i, e), ls(i, e), cs(i, e);
  });
}
const ds = [
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
function jt() {
  this.A = null, this.B = null;
}
jt.prototype.wrap = function(i) {
  this.A === null ? this.A = i : this.B === null && (this.B = i);
};
jt.prototype.has = function(i) {
  return this.A !== null && i in this.A || this.B !== null && i in this.B;
};
function gt(i, e, t, n, r) {
  for (const o in n) {
    const s = n[o], a = s.source, l = s.target, c = a === t ? l : a;
    if (e && e.has(c.key)) continue;
    const d = r(c.key, c.attributes);
    if (i && d) return c.key;
  }
}
function xn(i, e, t, n, r) {
  if (e !== "mixed") {
    if (e === "undirected")
      return gt(
        i,
        null,
        n,
        n.undirected,
        r
      );
    if (typeof t == "string")
      return gt(
        i,
        null,
        n,
        n[t],
        r
      );
  }
  const o = new jt();
  let s;
  if (e !== "undirected") {
    if (t !== "out") {
      if (s = gt(
        i,
        null,
        n,
        n.in,
        r
      ), i && s) return s;
      o.wrap(n.in);
    }
    if (t !== "in") {
      if (s = gt(
        i,
        o,
        n,
        n.out,
        r
      ), i && s) return s;
      o.wrap(n.out);
    }
  }
  if (e !== "directed" && (s = gt(
    i,
    o,
    n,
    n.undirected,
    r
  ), i && s))
    return s;
}
function hs(i, e, t) {
  if (i !== "mixed") {
    if (i === "undirected") return Object.keys(t.undirected);
    if (typeof e == "string") return Object.keys(t[e]);
  }
  const n = [];
  return xn(!1, i, e, t, function(r) {
    n.push(r);
  }), n;
}
function pt(i, e, t) {
  const n = Object.keys(t), r = n.length;
  let o = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      let s = null;
      do {
        if (o >= r)
          return i && i.wrap(t), { done: !0 };
        const a = t[n[o++]], l = a.source, c = a.target;
        if (s = l === e ? c : l, i && i.has(s.key)) {
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
function fs(i, e, t) {
  if (i !== "mixed") {
    if (i === "undirected")
      return pt(null, t, t.undirected);
    if (typeof e == "string")
      return pt(null, t, t[e]);
  }
  let n = ct();
  const r = new jt();
  return i !== "undirected" && (e !== "out" && (n = Pe(
    n,
    pt(r, t, t.in)
  )), e !== "in" && (n = Pe(
    n,
    pt(r, t, t.out)
  ))), i !== "directed" && (n = Pe(
    n,
    pt(r, t, t.undirected)
  )), n;
}
function gs(i, e) {
  const { name: t, type: n, direction: r } = e;
  i.prototype[t] = function(o) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type)
      return [];
    o = "" + o;
    const s = this._nodes.get(o);
    if (typeof s > "u")
      throw new F(
        `Graph.${t}: could not find the "${o}" node in the graph.`
      );
    return hs(
      n === "mixed" ? this.type : n,
      r,
      s
    );
  };
}
function ps(i, e) {
  const { name: t, type: n, direction: r } = e, o = "forEach" + t[0].toUpperCase() + t.slice(1, -1);
  i.prototype[o] = function(c, d) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type) return;
    c = "" + c;
    const h = this._nodes.get(c);
    if (typeof h > "u")
      throw new F(
        `Graph.${o}: could not find the "${c}" node in the graph.`
      );
    xn(
      !1,
      n === "mixed" ? this.type : n,
      r,
      h,
      d
    );
  };
  const s = "map" + t[0].toUpperCase() + t.slice(1);
  i.prototype[s] = function(c, d) {
    const h = [];
    return this[o](c, (g, p) => {
      h.push(d(g, p));
    }), h;
  };
  const a = "filter" + t[0].toUpperCase() + t.slice(1);
  i.prototype[a] = function(c, d) {
    const h = [];
    return this[o](c, (g, p) => {
      d(g, p) && h.push(g);
    }), h;
  };
  const l = "reduce" + t[0].toUpperCase() + t.slice(1);
  i.prototype[l] = function(c, d, h) {
    if (arguments.length < 3)
      throw new O(
        `Graph.${l}: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array.`
      );
    let g = h;
    return this[o](c, (p, S) => {
      g = d(g, p, S);
    }), g;
  };
}
function ms(i, e) {
  const { name: t, type: n, direction: r } = e, o = t[0].toUpperCase() + t.slice(1, -1), s = "find" + o;
  i.prototype[s] = function(c, d) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type) return;
    c = "" + c;
    const h = this._nodes.get(c);
    if (typeof h > "u")
      throw new F(
        `Graph.${s}: could not find the "${c}" node in the graph.`
      );
    return xn(
      !0,
      n === "mixed" ? this.type : n,
      r,
      h,
      d
    );
  };
  const a = "some" + o;
  i.prototype[a] = function(c, d) {
    return !!this[s](c, d);
  };
  const l = "every" + o;
  i.prototype[l] = function(c, d) {
    return !this[s](c, (g, p) => !d(g, p));
  };
}
function vs(i, e) {
  const { name: t, type: n, direction: r } = e, o = t.slice(0, -1) + "Entries";
  i.prototype[o] = function(s) {
    if (n !== "mixed" && this.type !== "mixed" && n !== this.type)
      return ct();
    s = "" + s;
    const a = this._nodes.get(s);
    if (typeof a > "u")
      throw new F(
        `Graph.${o}: could not find the "${s}" node in the graph.`
      );
    return fs(
      n === "mixed" ? this.type : n,
      r,
      a
    );
  };
}
function ys(i) {
  ds.forEach((e) => {
    gs(i, e), ps(i, e), ms(i, e), vs(i, e);
  });
}
function Ft(i, e, t, n, r) {
  const o = n._nodes.values(), s = n.type;
  let a, l, c, d, h, g;
  for (; a = o.next(), a.done !== !0; ) {
    let p = !1;
    if (l = a.value, s !== "undirected") {
      d = l.out;
      for (c in d) {
        h = d[c];
        do
          g = h.target, p = !0, r(
            l.key,
            g.key,
            l.attributes,
            g.attributes,
            h.key,
            h.attributes,
            h.undirected
          ), h = h.next;
        while (h);
      }
    }
    if (s !== "directed") {
      d = l.undirected;
      for (c in d)
        if (!(e && l.key > c)) {
          h = d[c];
          do
            g = h.target, g.key !== c && (g = h.source), p = !0, r(
              l.key,
              g.key,
              l.attributes,
              g.attributes,
              h.key,
              h.attributes,
              h.undirected
            ), h = h.next;
          while (h);
        }
    }
    t && !p && r(
      l.key,
      null,
      l.attributes,
      null,
      null,
      null,
      null
    );
  }
}
function bs(i, e) {
  const t = { key: i };
  return Ji(e.attributes) || (t.attributes = ce({}, e.attributes)), t;
}
function ws(i, e, t) {
  const n = {
    key: e,
    source: t.source.key,
    target: t.target.key
  };
  return Ji(t.attributes) || (n.attributes = ce({}, t.attributes)), i === "mixed" && t.undirected && (n.undirected = !0), n;
}
function ks(i) {
  if (!he(i))
    throw new O(
      'Graph.import: invalid serialized node. A serialized node should be a plain object with at least a "key" property.'
    );
  if (!("key" in i))
    throw new O(
      "Graph.import: serialized node is missing its key."
    );
  if ("attributes" in i && (!he(i.attributes) || i.attributes === null))
    throw new O(
      "Graph.import: invalid attributes. Attributes should be a plain object, null or omitted."
    );
}
function _s(i) {
  if (!he(i))
    throw new O(
      'Graph.import: invalid serialized edge. A serialized edge should be a plain object with at least a "source" & "target" property.'
    );
  if (!("source" in i))
    throw new O(
      "Graph.import: serialized edge is missing its source."
    );
  if (!("target" in i))
    throw new O(
      "Graph.import: serialized edge is missing its target."
    );
  if ("attributes" in i && (!he(i.attributes) || i.attributes === null))
    throw new O(
      "Graph.import: invalid attributes. Attributes should be a plain object, null or omitted."
    );
  if ("undirected" in i && typeof i.undirected != "boolean")
    throw new O(
      "Graph.import: invalid undirectedness information. Undirected should be boolean or omitted."
    );
}
const Es = Ro(), Ss = /* @__PURE__ */ new Set(["directed", "undirected", "mixed"]), jn = /* @__PURE__ */ new Set([
  "domain",
  "_events",
  "_eventsCount",
  "_maxListeners"
]), Rs = [
  {
    name: (i) => `${i}Edge`,
    generateKey: !0
  },
  {
    name: (i) => `${i}DirectedEdge`,
    generateKey: !0,
    type: "directed"
  },
  {
    name: (i) => `${i}UndirectedEdge`,
    generateKey: !0,
    type: "undirected"
  },
  {
    name: (i) => `${i}EdgeWithKey`
  },
  {
    name: (i) => `${i}DirectedEdgeWithKey`,
    type: "directed"
  },
  {
    name: (i) => `${i}UndirectedEdgeWithKey`,
    type: "undirected"
  }
], Ts = {
  allowSelfLoops: !0,
  multi: !1,
  type: "mixed"
};
function xs(i, e, t) {
  if (t && !he(t))
    throw new O(
      `Graph.addNode: invalid attributes. Expecting an object but got "${t}"`
    );
  if (e = "" + e, t = t || {}, i._nodes.has(e))
    throw new H(
      `Graph.addNode: the "${e}" node already exist in the graph.`
    );
  const n = new i.NodeDataClass(e, t);
  return i._nodes.set(e, n), i.emit("nodeAdded", {
    key: e,
    attributes: t
  }), n;
}
function qn(i, e, t) {
  const n = new i.NodeDataClass(e, t);
  return i._nodes.set(e, n), i.emit("nodeAdded", {
    key: e,
    attributes: t
  }), n;
}
function sr(i, e, t, n, r, o, s, a) {
  if (!n && i.type === "undirected")
    throw new H(
      `Graph.${e}: you cannot add a directed edge to an undirected graph. Use the #.addEdge or #.addUndirectedEdge instead.`
    );
  if (n && i.type === "directed")
    throw new H(
      `Graph.${e}: you cannot add an undirected edge to a directed graph. Use the #.addEdge or #.addDirectedEdge instead.`
    );
  if (a && !he(a))
    throw new O(
      `Graph.${e}: invalid attributes. Expecting an object but got "${a}"`
    );
  if (o = "" + o, s = "" + s, a = a || {}, !i.allowSelfLoops && o === s)
    throw new H(
      `Graph.${e}: source & target are the same ("${o}"), thus creating a loop explicitly forbidden by this graph 'allowSelfLoops' option set to false.`
    );
  const l = i._nodes.get(o), c = i._nodes.get(s);
  if (!l)
    throw new F(
      `Graph.${e}: source node "${o}" not found.`
    );
  if (!c)
    throw new F(
      `Graph.${e}: target node "${s}" not found.`
    );
  const d = {
    key: null,
    undirected: n,
    source: o,
    target: s,
    attributes: a
  };
  if (t)
    r = i._edgeKeyGenerator();
  else if (r = "" + r, i._edges.has(r))
    throw new H(
      `Graph.${e}: the "${r}" edge already exists in the graph.`
    );
  if (!i.multi && (n ? typeof l.undirected[s] < "u" : typeof l.out[s] < "u"))
    throw new H(
      `Graph.${e}: an edge linking "${o}" to "${s}" already exists. If you really want to add multiple edges linking those nodes, you should create a multi graph by using the 'multi' option.`
    );
  const h = new ut(
    n,
    r,
    l,
    c,
    a
  );
  i._edges.set(r, h);
  const g = o === s;
  return n ? (l.undirectedDegree++, c.undirectedDegree++, g && (l.undirectedLoops++, i._undirectedSelfLoopCount++)) : (l.outDegree++, c.inDegree++, g && (l.directedLoops++, i._directedSelfLoopCount++)), i.multi ? h.attachMulti() : h.attach(), n ? i._undirectedSize++ : i._directedSize++, d.key = r, i.emit("edgeAdded", d), r;
}
function As(i, e, t, n, r, o, s, a, l) {
  if (!n && i.type === "undirected")
    throw new H(
      `Graph.${e}: you cannot merge/update a directed edge to an undirected graph. Use the #.mergeEdge/#.updateEdge or #.addUndirectedEdge instead.`
    );
  if (n && i.type === "directed")
    throw new H(
      `Graph.${e}: you cannot merge/update an undirected edge to a directed graph. Use the #.mergeEdge/#.updateEdge or #.addDirectedEdge instead.`
    );
  if (a) {
    if (l) {
      if (typeof a != "function")
        throw new O(
          `Graph.${e}: invalid updater function. Expecting a function but got "${a}"`
        );
    } else if (!he(a))
      throw new O(
        `Graph.${e}: invalid attributes. Expecting an object but got "${a}"`
      );
  }
  o = "" + o, s = "" + s;
  let c;
  if (l && (c = a, a = void 0), !i.allowSelfLoops && o === s)
    throw new H(
      `Graph.${e}: source & target are the same ("${o}"), thus creating a loop explicitly forbidden by this graph 'allowSelfLoops' option set to false.`
    );
  let d = i._nodes.get(o), h = i._nodes.get(s), g, p;
  if (!t && (g = i._edges.get(r), g)) {
    if ((g.source.key !== o || g.target.key !== s) && (!n || g.source.key !== s || g.target.key !== o))
      throw new H(
        `Graph.${e}: inconsistency detected when attempting to merge the "${r}" edge with "${o}" source & "${s}" target vs. ("${g.source.key}", "${g.target.key}").`
      );
    p = g;
  }
  if (!p && !i.multi && d && (p = n ? d.undirected[s] : d.out[s]), p) {
    const R = [p.key, !1, !1, !1];
    if (l ? !c : !a) return R;
    if (l) {
      const E = p.attributes;
      p.attributes = c(E), i.emit("edgeAttributesUpdated", {
        type: "replace",
        key: p.key,
        attributes: p.attributes
      });
    } else
      ce(p.attributes, a), i.emit("edgeAttributesUpdated", {
        type: "merge",
        key: p.key,
        attributes: p.attributes,
        data: a
      });
    return R;
  }
  a = a || {}, l && c && (a = c(a));
  const S = {
    key: null,
    undirected: n,
    source: o,
    target: s,
    attributes: a
  };
  if (t)
    r = i._edgeKeyGenerator();
  else if (r = "" + r, i._edges.has(r))
    throw new H(
      `Graph.${e}: the "${r}" edge already exists in the graph.`
    );
  let _ = !1, x = !1;
  d || (d = qn(i, o, {}), _ = !0, o === s && (h = d, x = !0)), h || (h = qn(i, s, {}), x = !0), g = new ut(n, r, d, h, a), i._edges.set(r, g);
  const L = o === s;
  return n ? (d.undirectedDegree++, h.undirectedDegree++, L && (d.undirectedLoops++, i._undirectedSelfLoopCount++)) : (d.outDegree++, h.inDegree++, L && (d.directedLoops++, i._directedSelfLoopCount++)), i.multi ? g.attachMulti() : g.attach(), n ? i._undirectedSize++ : i._directedSize++, S.key = r, i.emit("edgeAdded", S), [r, !0, _, x];
}
function tt(i, e) {
  i._edges.delete(e.key);
  const { source: t, target: n, attributes: r } = e, o = e.undirected, s = t === n;
  o ? (t.undirectedDegree--, n.undirectedDegree--, s && (t.undirectedLoops--, i._undirectedSelfLoopCount--)) : (t.outDegree--, n.inDegree--, s && (t.directedLoops--, i._directedSelfLoopCount--)), i.multi ? e.detachMulti() : e.detach(), o ? i._undirectedSize-- : i._directedSize--, i.emit("edgeDropped", {
    key: e.key,
    attributes: r,
    source: t.key,
    target: n.key,
    undirected: o
  });
}
class ne extends Xi.EventEmitter {
  constructor(e) {
    if (super(), e = ce({}, Ts, e), typeof e.multi != "boolean")
      throw new O(
        `Graph.constructor: invalid 'multi' option. Expecting a boolean but got "${e.multi}".`
      );
    if (!Ss.has(e.type))
      throw new O(
        `Graph.constructor: invalid 'type' option. Should be one of "mixed", "directed" or "undirected" but got "${e.type}".`
      );
    if (typeof e.allowSelfLoops != "boolean")
      throw new O(
        `Graph.constructor: invalid 'allowSelfLoops' option. Expecting a boolean but got "${e.allowSelfLoops}".`
      );
    const t = e.type === "mixed" ? Qi : e.type === "directed" ? er : tr;
    me(this, "NodeDataClass", t);
    const n = "geid_" + Es() + "_";
    let r = 0;
    const o = () => {
      let s;
      do
        s = n + r++;
      while (this._edges.has(s));
      return s;
    };
    me(this, "_attributes", {}), me(this, "_nodes", /* @__PURE__ */ new Map()), me(this, "_edges", /* @__PURE__ */ new Map()), me(this, "_directedSize", 0), me(this, "_undirectedSize", 0), me(this, "_directedSelfLoopCount", 0), me(this, "_undirectedSelfLoopCount", 0), me(this, "_edgeKeyGenerator", o), me(this, "_options", e), jn.forEach((s) => me(this, s, this[s])), ke(this, "order", () => this._nodes.size), ke(this, "size", () => this._edges.size), ke(this, "directedSize", () => this._directedSize), ke(this, "undirectedSize", () => this._undirectedSize), ke(
      this,
      "selfLoopCount",
      () => this._directedSelfLoopCount + this._undirectedSelfLoopCount
    ), ke(
      this,
      "directedSelfLoopCount",
      () => this._directedSelfLoopCount
    ), ke(
      this,
      "undirectedSelfLoopCount",
      () => this._undirectedSelfLoopCount
    ), ke(this, "multi", this._options.multi), ke(this, "type", this._options.type), ke(this, "allowSelfLoops", this._options.allowSelfLoops), ke(this, "implementation", () => "graphology");
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
  hasDirectedEdge(e, t) {
    if (this.type === "undirected") return !1;
    if (arguments.length === 1) {
      const n = "" + e, r = this._edges.get(n);
      return !!r && !r.undirected;
    } else if (arguments.length === 2) {
      e = "" + e, t = "" + t;
      const n = this._nodes.get(e);
      return n ? n.out.hasOwnProperty(t) : !1;
    }
    throw new O(
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
  hasUndirectedEdge(e, t) {
    if (this.type === "directed") return !1;
    if (arguments.length === 1) {
      const n = "" + e, r = this._edges.get(n);
      return !!r && r.undirected;
    } else if (arguments.length === 2) {
      e = "" + e, t = "" + t;
      const n = this._nodes.get(e);
      return n ? n.undirected.hasOwnProperty(t) : !1;
    }
    throw new O(
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
  hasEdge(e, t) {
    if (arguments.length === 1) {
      const n = "" + e;
      return this._edges.has(n);
    } else if (arguments.length === 2) {
      e = "" + e, t = "" + t;
      const n = this._nodes.get(e);
      return n ? typeof n.out < "u" && n.out.hasOwnProperty(t) || typeof n.undirected < "u" && n.undirected.hasOwnProperty(t) : !1;
    }
    throw new O(
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
  directedEdge(e, t) {
    if (this.type === "undirected") return;
    if (e = "" + e, t = "" + t, this.multi)
      throw new H(
        "Graph.directedEdge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.directedEdges instead."
      );
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.directedEdge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(t))
      throw new F(
        `Graph.directedEdge: could not find the "${t}" target node in the graph.`
      );
    const r = n.out && n.out[t] || void 0;
    if (r) return r.key;
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
  undirectedEdge(e, t) {
    if (this.type === "directed") return;
    if (e = "" + e, t = "" + t, this.multi)
      throw new H(
        "Graph.undirectedEdge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.undirectedEdges instead."
      );
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.undirectedEdge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(t))
      throw new F(
        `Graph.undirectedEdge: could not find the "${t}" target node in the graph.`
      );
    const r = n.undirected && n.undirected[t] || void 0;
    if (r) return r.key;
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
  edge(e, t) {
    if (this.multi)
      throw new H(
        "Graph.edge: this method is irrelevant with multigraphs since there might be multiple edges between source & target. See #.edges instead."
      );
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.edge: could not find the "${e}" source node in the graph.`
      );
    if (!this._nodes.has(t))
      throw new F(
        `Graph.edge: could not find the "${t}" target node in the graph.`
      );
    const r = n.out && n.out[t] || n.undirected && n.undirected[t] || void 0;
    if (r) return r.key;
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
  areDirectedNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areDirectedNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : t in n.in || t in n.out;
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
  areOutNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areOutNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : t in n.out;
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
  areInNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areInNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? !1 : t in n.in;
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
  areUndirectedNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areUndirectedNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? !1 : t in n.undirected;
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
  areNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && (t in n.in || t in n.out) || this.type !== "directed" && t in n.undirected;
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
  areInboundNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areInboundNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && t in n.in || this.type !== "directed" && t in n.undirected;
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
  areOutboundNeighbors(e, t) {
    e = "" + e, t = "" + t;
    const n = this._nodes.get(e);
    if (!n)
      throw new F(
        `Graph.areOutboundNeighbors: could not find the "${e}" node in the graph.`
      );
    return this.type !== "undirected" && t in n.out || this.type !== "directed" && t in n.undirected;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.inDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.inDegree;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.outDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.outDegree;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.directedDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.inDegree + t.outDegree;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.undirectedDegree: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? 0 : t.undirectedDegree;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.inboundDegree: could not find the "${e}" node in the graph.`
      );
    let n = 0;
    return this.type !== "directed" && (n += t.undirectedDegree), this.type !== "undirected" && (n += t.inDegree), n;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.outboundDegree: could not find the "${e}" node in the graph.`
      );
    let n = 0;
    return this.type !== "directed" && (n += t.undirectedDegree), this.type !== "undirected" && (n += t.outDegree), n;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.degree: could not find the "${e}" node in the graph.`
      );
    let n = 0;
    return this.type !== "directed" && (n += t.undirectedDegree), this.type !== "undirected" && (n += t.inDegree + t.outDegree), n;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.inDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.inDegree - t.directedLoops;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.outDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.outDegree - t.directedLoops;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.directedDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "undirected" ? 0 : t.inDegree + t.outDegree - t.directedLoops * 2;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.undirectedDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    return this.type === "directed" ? 0 : t.undirectedDegree - t.undirectedLoops * 2;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.inboundDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let n = 0, r = 0;
    return this.type !== "directed" && (n += t.undirectedDegree, r += t.undirectedLoops * 2), this.type !== "undirected" && (n += t.inDegree, r += t.directedLoops), n - r;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.outboundDegreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let n = 0, r = 0;
    return this.type !== "directed" && (n += t.undirectedDegree, r += t.undirectedLoops * 2), this.type !== "undirected" && (n += t.outDegree, r += t.directedLoops), n - r;
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.degreeWithoutSelfLoops: could not find the "${e}" node in the graph.`
      );
    let n = 0, r = 0;
    return this.type !== "directed" && (n += t.undirectedDegree, r += t.undirectedLoops * 2), this.type !== "undirected" && (n += t.inDegree + t.outDegree, r += t.directedLoops * 2), n - r;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.source: could not find the "${e}" edge in the graph.`
      );
    return t.source.key;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.target: could not find the "${e}" edge in the graph.`
      );
    return t.target.key;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.extremities: could not find the "${e}" edge in the graph.`
      );
    return [t.source.key, t.target.key];
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
  opposite(e, t) {
    e = "" + e, t = "" + t;
    const n = this._edges.get(t);
    if (!n)
      throw new F(
        `Graph.opposite: could not find the "${t}" edge in the graph.`
      );
    const r = n.source.key, o = n.target.key;
    if (e === r) return o;
    if (e === o) return r;
    throw new F(
      `Graph.opposite: the "${e}" node is not attached to the "${t}" edge (${r}, ${o}).`
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
  hasExtremity(e, t) {
    e = "" + e, t = "" + t;
    const n = this._edges.get(e);
    if (!n)
      throw new F(
        `Graph.hasExtremity: could not find the "${e}" edge in the graph.`
      );
    return n.source.key === t || n.target.key === t;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.isUndirected: could not find the "${e}" edge in the graph.`
      );
    return t.undirected;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.isDirected: could not find the "${e}" edge in the graph.`
      );
    return !t.undirected;
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
    const t = this._edges.get(e);
    if (!t)
      throw new F(
        `Graph.isSelfLoop: could not find the "${e}" edge in the graph.`
      );
    return t.source === t.target;
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
  addNode(e, t) {
    return xs(this, e, t).key;
  }
  /**
   * Method used to merge a node into the graph.
   *
   * @param  {any}    node         - The node.
   * @param  {object} [attributes] - Optional attributes.
   * @return {any}                 - The node.
   */
  mergeNode(e, t) {
    if (t && !he(t))
      throw new O(
        `Graph.mergeNode: invalid attributes. Expecting an object but got "${t}"`
      );
    e = "" + e, t = t || {};
    let n = this._nodes.get(e);
    return n ? (t && (ce(n.attributes, t), this.emit("nodeAttributesUpdated", {
      type: "merge",
      key: e,
      attributes: n.attributes,
      data: t
    })), [e, !1]) : (n = new this.NodeDataClass(e, t), this._nodes.set(e, n), this.emit("nodeAdded", {
      key: e,
      attributes: t
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
  updateNode(e, t) {
    if (t && typeof t != "function")
      throw new O(
        `Graph.updateNode: invalid updater function. Expecting a function but got "${t}"`
      );
    e = "" + e;
    let n = this._nodes.get(e);
    if (n) {
      if (t) {
        const o = n.attributes;
        n.attributes = t(o), this.emit("nodeAttributesUpdated", {
          type: "replace",
          key: e,
          attributes: n.attributes
        });
      }
      return [e, !1];
    }
    const r = t ? t({}) : {};
    return n = new this.NodeDataClass(e, r), this._nodes.set(e, n), this.emit("nodeAdded", {
      key: e,
      attributes: r
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
    const t = this._nodes.get(e);
    if (!t)
      throw new F(
        `Graph.dropNode: could not find the "${e}" node in the graph.`
      );
    let n;
    if (this.type !== "undirected") {
      for (const r in t.out) {
        n = t.out[r];
        do
          tt(this, n), n = n.next;
        while (n);
      }
      for (const r in t.in) {
        n = t.in[r];
        do
          tt(this, n), n = n.next;
        while (n);
      }
    }
    if (this.type !== "directed")
      for (const r in t.undirected) {
        n = t.undirected[r];
        do
          tt(this, n), n = n.next;
        while (n);
      }
    this._nodes.delete(e), this.emit("nodeDropped", {
      key: e,
      attributes: t.attributes
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
    let t;
    if (arguments.length > 1) {
      const n = "" + arguments[0], r = "" + arguments[1];
      if (t = ye(this, n, r, this.type), !t)
        throw new F(
          `Graph.dropEdge: could not find the "${n}" -> "${r}" edge in the graph.`
        );
    } else if (e = "" + e, t = this._edges.get(e), !t)
      throw new F(
        `Graph.dropEdge: could not find the "${e}" edge in the graph.`
      );
    return tt(this, t), this;
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
  dropDirectedEdge(e, t) {
    if (arguments.length < 2)
      throw new H(
        "Graph.dropDirectedEdge: it does not make sense to try and drop a directed edge by key. What if the edge with this key is undirected? Use #.dropEdge for this purpose instead."
      );
    if (this.multi)
      throw new H(
        "Graph.dropDirectedEdge: cannot use a {source,target} combo when dropping an edge in a MultiGraph since we cannot infer the one you want to delete as there could be multiple ones."
      );
    e = "" + e, t = "" + t;
    const n = ye(this, e, t, "directed");
    if (!n)
      throw new F(
        `Graph.dropDirectedEdge: could not find a "${e}" -> "${t}" edge in the graph.`
      );
    return tt(this, n), this;
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
  dropUndirectedEdge(e, t) {
    if (arguments.length < 2)
      throw new H(
        "Graph.dropUndirectedEdge: it does not make sense to drop a directed edge by key. What if the edge with this key is undirected? Use #.dropEdge for this purpose instead."
      );
    if (this.multi)
      throw new H(
        "Graph.dropUndirectedEdge: cannot use a {source,target} combo when dropping an edge in a MultiGraph since we cannot infer the one you want to delete as there could be multiple ones."
      );
    const n = ye(this, e, t, "undirected");
    if (!n)
      throw new F(
        `Graph.dropUndirectedEdge: could not find a "${e}" -> "${t}" edge in the graph.`
      );
    return tt(this, n), this;
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
    let t;
    for (; t = e.next(), t.done !== !0; )
      t.value.clear();
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
  setAttribute(e, t) {
    return this._attributes[e] = t, this.emit("attributesUpdated", {
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
  updateAttribute(e, t) {
    if (typeof t != "function")
      throw new O(
        "Graph.updateAttribute: updater should be a function."
      );
    const n = this._attributes[e];
    return this._attributes[e] = t(n), this.emit("attributesUpdated", {
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
      throw new O(
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
      throw new O(
        "Graph.mergeAttributes: provided attributes are not a plain object."
      );
    return ce(this._attributes, e), this.emit("attributesUpdated", {
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
      throw new O(
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
  updateEachNodeAttributes(e, t) {
    if (typeof e != "function")
      throw new O(
        "Graph.updateEachNodeAttributes: expecting an updater function."
      );
    if (t && !Hn(t))
      throw new O(
        "Graph.updateEachNodeAttributes: invalid hints. Expecting an object having the following shape: {attributes?: [string]}"
      );
    const n = this._nodes.values();
    let r, o;
    for (; r = n.next(), r.done !== !0; )
      o = r.value, o.attributes = e(o.key, o.attributes);
    this.emit("eachNodeAttributesUpdated", {
      hints: t || null
    });
  }
  /**
   * Method used to update each edge's attributes using the given function.
   *
   * @param {function}  updater - Updater function to use.
   * @param {object}    [hints] - Optional hints.
   */
  updateEachEdgeAttributes(e, t) {
    if (typeof e != "function")
      throw new O(
        "Graph.updateEachEdgeAttributes: expecting an updater function."
      );
    if (t && !Hn(t))
      throw new O(
        "Graph.updateEachEdgeAttributes: invalid hints. Expecting an object having the following shape: {attributes?: [string]}"
      );
    const n = this._edges.values();
    let r, o, s, a;
    for (; r = n.next(), r.done !== !0; )
      o = r.value, s = o.source, a = o.target, o.attributes = e(
        o.key,
        o.attributes,
        s.key,
        a.key,
        s.attributes,
        a.attributes,
        o.undirected
      );
    this.emit("eachEdgeAttributesUpdated", {
      hints: t || null
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
      throw new O(
        "Graph.forEachAdjacencyEntry: expecting a callback."
      );
    Ft(!1, !1, !1, this, e);
  }
  forEachAdjacencyEntryWithOrphans(e) {
    if (typeof e != "function")
      throw new O(
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
      throw new O(
        "Graph.forEachAssymetricAdjacencyEntry: expecting a callback."
      );
    Ft(!1, !0, !1, this, e);
  }
  forEachAssymetricAdjacencyEntryWithOrphans(e) {
    if (typeof e != "function")
      throw new O(
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
      throw new O(
        "Graph.forEachNode: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    for (; n = t.next(), n.done !== !0; )
      r = n.value, e(r.key, r.attributes);
  }
  /**
   * Method iterating attempting to find a node matching the given predicate
   * function.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  findNode(e) {
    if (typeof e != "function")
      throw new O(
        "Graph.findNode: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    for (; n = t.next(), n.done !== !0; )
      if (r = n.value, e(r.key, r.attributes)) return r.key;
  }
  /**
   * Method mapping nodes.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  mapNodes(e) {
    if (typeof e != "function")
      throw new O(
        "Graph.mapNode: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    const o = new Array(this.order);
    let s = 0;
    for (; n = t.next(), n.done !== !0; )
      r = n.value, o[s++] = e(r.key, r.attributes);
    return o;
  }
  /**
   * Method returning whether some node verify the given predicate.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  someNode(e) {
    if (typeof e != "function")
      throw new O(
        "Graph.someNode: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    for (; n = t.next(), n.done !== !0; )
      if (r = n.value, e(r.key, r.attributes)) return !0;
    return !1;
  }
  /**
   * Method returning whether all node verify the given predicate.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  everyNode(e) {
    if (typeof e != "function")
      throw new O(
        "Graph.everyNode: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    for (; n = t.next(), n.done !== !0; )
      if (r = n.value, !e(r.key, r.attributes)) return !1;
    return !0;
  }
  /**
   * Method filtering nodes.
   *
   * @param  {function}  callback - Callback (key, attributes).
   */
  filterNodes(e) {
    if (typeof e != "function")
      throw new O(
        "Graph.filterNodes: expecting a callback."
      );
    const t = this._nodes.values();
    let n, r;
    const o = [];
    for (; n = t.next(), n.done !== !0; )
      r = n.value, e(r.key, r.attributes) && o.push(r.key);
    return o;
  }
  /**
   * Method reducing nodes.
   *
   * @param  {function}  callback - Callback (accumulator, key, attributes).
   */
  reduceNodes(e, t) {
    if (typeof e != "function")
      throw new O(
        "Graph.reduceNodes: expecting a callback."
      );
    if (arguments.length < 2)
      throw new O(
        "Graph.reduceNodes: missing initial value. You must provide it because the callback takes more than one argument and we cannot infer the initial value from the first iteration, as you could with a simple array."
      );
    let n = t;
    const r = this._nodes.values();
    let o, s;
    for (; o = r.next(), o.done !== !0; )
      s = o.value, n = e(n, s.key, s.attributes);
    return n;
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
        const t = e.next();
        if (t.done) return t;
        const n = t.value;
        return {
          value: { node: n.key, attributes: n.attributes },
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
    let t = 0;
    this._nodes.forEach((r, o) => {
      e[t++] = bs(o, r);
    });
    const n = new Array(this._edges.size);
    return t = 0, this._edges.forEach((r, o) => {
      n[t++] = ws(this.type, o, r);
    }), {
      options: {
        type: this.type,
        multi: this.multi,
        allowSelfLoops: this.allowSelfLoops
      },
      attributes: this.getAttributes(),
      nodes: e,
      edges: n
    };
  }
  /**
   * Method used to import a serialized graph.
   *
   * @param  {object|Graph} data  - The serialized graph.
   * @param  {boolean}      merge - Whether to merge data.
   * @return {Graph}              - Returns itself for chaining.
   */
  import(e, t = !1) {
    if (e instanceof ne)
      return e.forEachNode((l, c) => {
        t ? this.mergeNode(l, c) : this.addNode(l, c);
      }), e.forEachEdge((l, c, d, h, g, p, S) => {
        t ? S ? this.mergeUndirectedEdgeWithKey(l, d, h, c) : this.mergeDirectedEdgeWithKey(l, d, h, c) : S ? this.addUndirectedEdgeWithKey(l, d, h, c) : this.addDirectedEdgeWithKey(l, d, h, c);
      }), this;
    if (!he(e))
      throw new O(
        "Graph.import: invalid argument. Expecting a serialized graph or, alternatively, a Graph instance."
      );
    if (e.attributes) {
      if (!he(e.attributes))
        throw new O(
          "Graph.import: invalid attributes. Expecting a plain object."
        );
      t ? this.mergeAttributes(e.attributes) : this.replaceAttributes(e.attributes);
    }
    let n, r, o, s, a;
    if (e.nodes) {
      if (o = e.nodes, !Array.isArray(o))
        throw new O(
          "Graph.import: invalid nodes. Expecting an array."
        );
      for (n = 0, r = o.length; n < r; n++) {
        s = o[n], ks(s);
        const { key: l, attributes: c } = s;
        t ? this.mergeNode(l, c) : this.addNode(l, c);
      }
    }
    if (e.edges) {
      let l = !1;
      if (this.type === "undirected" && (l = !0), o = e.edges, !Array.isArray(o))
        throw new O(
          "Graph.import: invalid edges. Expecting an array."
        );
      for (n = 0, r = o.length; n < r; n++) {
        a = o[n], _s(a);
        const {
          source: c,
          target: d,
          attributes: h,
          undirected: g = l
        } = a;
        let p;
        "key" in a ? (p = t ? g ? this.mergeUndirectedEdgeWithKey : this.mergeDirectedEdgeWithKey : g ? this.addUndirectedEdgeWithKey : this.addDirectedEdgeWithKey, p.call(this, a.key, c, d, h)) : (p = t ? g ? this.mergeUndirectedEdge : this.mergeDirectedEdge : g ? this.addUndirectedEdge : this.addDirectedEdge, p.call(this, c, d, h));
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
    const t = new ne(ce({}, this._options, e));
    return t.replaceAttributes(ce({}, this.getAttributes())), t;
  }
  /**
   * Method returning an empty copy of the graph, i.e. a graph without edges but
   * with the exact same options.
   *
   * @param  {object} options - Options to merge with the current ones.
   * @return {Graph}          - The empty copy.
   */
  emptyCopy(e) {
    const t = this.nullCopy(e);
    return this._nodes.forEach((n, r) => {
      const o = ce({}, n.attributes);
      n = new t.NodeDataClass(r, o), t._nodes.set(r, n);
    }), t;
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
    const t = this.emptyCopy(e), n = this._edges.values();
    let r, o;
    for (; r = n.next(), r.done !== !0; )
      o = r.value, sr(
        t,
        "copy",
        !1,
        o.undirected,
        o.key,
        o.source.key,
        o.target.key,
        ce({}, o.attributes)
      );
    return t;
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
    const t = {}, n = {};
    this._edges.forEach((o, s) => {
      const a = o.undirected ? "--" : "->";
      let l = "", c = o.source.key, d = o.target.key, h;
      o.undirected && c > d && (h = c, c = d, d = h);
      const g = `(${c})${a}(${d})`;
      s.startsWith("geid_") ? this.multi && (typeof n[g] > "u" ? n[g] = 0 : n[g]++, l += `${n[g]}. `) : l += `[${s}]: `, l += g, t[l] = o.attributes;
    });
    const r = {};
    for (const o in this)
      this.hasOwnProperty(o) && !jn.has(o) && typeof this[o] != "function" && typeof o != "symbol" && (r[o] = this[o]);
    return r.attributes = this._attributes, r.nodes = e, r.edges = t, me(r, "constructor", this.constructor), r;
  }
}
typeof Symbol < "u" && (ne.prototype[/* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom")] = ne.prototype.inspect);
Rs.forEach((i) => {
  ["add", "merge", "update"].forEach((e) => {
    const t = i.name(e), n = e === "add" ? sr : As;
    i.generateKey ? ne.prototype[t] = function(r, o, s) {
      return n(
        this,
        t,
        !0,
        (i.type || this.type) === "undirected",
        null,
        r,
        o,
        s,
        e === "update"
      );
    } : ne.prototype[t] = function(r, o, s, a) {
      return n(
        this,
        t,
        !1,
        (i.type || this.type) === "undirected",
        r,
        o,
        s,
        a,
        e === "update"
      );
    };
  });
});
Io(ne);
Ko(ne);
us(ne);
ys(ne);
class ar extends ne {
  constructor(e) {
    const t = ce({ type: "directed" }, e);
    if ("multi" in t && t.multi !== !1)
      throw new O(
        "DirectedGraph.from: inconsistent indication that the graph should be multi in given options!"
      );
    if (t.type !== "directed")
      throw new O(
        'DirectedGraph.from: inconsistent "' + t.type + '" type in given options!'
      );
    super(t);
  }
}
class lr extends ne {
  constructor(e) {
    const t = ce({ type: "undirected" }, e);
    if ("multi" in t && t.multi !== !1)
      throw new O(
        "UndirectedGraph.from: inconsistent indication that the graph should be multi in given options!"
      );
    if (t.type !== "undirected")
      throw new O(
        'UndirectedGraph.from: inconsistent "' + t.type + '" type in given options!'
      );
    super(t);
  }
}
class cr extends ne {
  constructor(e) {
    const t = ce({ multi: !0 }, e);
    if ("multi" in t && t.multi !== !0)
      throw new O(
        "MultiGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    super(t);
  }
}
class ur extends ne {
  constructor(e) {
    const t = ce({ type: "directed", multi: !0 }, e);
    if ("multi" in t && t.multi !== !0)
      throw new O(
        "MultiDirectedGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    if (t.type !== "directed")
      throw new O(
        'MultiDirectedGraph.from: inconsistent "' + t.type + '" type in given options!'
      );
    super(t);
  }
}
class dr extends ne {
  constructor(e) {
    const t = ce({ type: "undirected", multi: !0 }, e);
    if ("multi" in t && t.multi !== !0)
      throw new O(
        "MultiUndirectedGraph.from: inconsistent indication that the graph should be simple in given options!"
      );
    if (t.type !== "undirected")
      throw new O(
        'MultiUndirectedGraph.from: inconsistent "' + t.type + '" type in given options!'
      );
    super(t);
  }
}
function dt(i) {
  i.from = function(e, t) {
    const n = ce({}, e.options, t), r = new i(n);
    return r.import(e), r;
  };
}
dt(ne);
dt(ar);
dt(lr);
dt(cr);
dt(ur);
dt(dr);
ne.Graph = ne;
ne.DirectedGraph = ar;
ne.UndirectedGraph = lr;
ne.MultiGraph = cr;
ne.MultiDirectedGraph = ur;
ne.MultiUndirectedGraph = dr;
ne.InvalidArgumentsGraphError = O;
ne.NotFoundGraphError = F;
ne.UsageGraphError = H;
var Qt, Vn;
function hr() {
  return Vn || (Vn = 1, Qt = function(e) {
    return e !== null && typeof e == "object" && typeof e.addUndirectedEdgeWithKey == "function" && typeof e.dropNode == "function" && typeof e.multi == "boolean";
  }), Qt;
}
var mt = {}, Kn;
function Cs() {
  if (Kn) return mt;
  Kn = 1;
  function i(n) {
    return typeof n != "number" || isNaN(n) ? 1 : n;
  }
  function e(n, r) {
    var o = {}, s = function(c) {
      return typeof c > "u" ? r : c;
    };
    typeof r == "function" && (s = r);
    var a = function(c) {
      return s(c[n]);
    }, l = function() {
      return s(void 0);
    };
    return typeof n == "string" ? (o.fromAttributes = a, o.fromGraph = function(c, d) {
      return a(c.getNodeAttributes(d));
    }, o.fromEntry = function(c, d) {
      return a(d);
    }) : typeof n == "function" ? (o.fromAttributes = function() {
      throw new Error(
        "graphology-utils/getters/createNodeValueGetter: irrelevant usage."
      );
    }, o.fromGraph = function(c, d) {
      return s(
        n(d, c.getNodeAttributes(d))
      );
    }, o.fromEntry = function(c, d) {
      return s(n(c, d));
    }) : (o.fromAttributes = l, o.fromGraph = l, o.fromEntry = l), o;
  }
  function t(n, r) {
    var o = {}, s = function(c) {
      return typeof c > "u" ? r : c;
    };
    typeof r == "function" && (s = r);
    var a = function(c) {
      return s(c[n]);
    }, l = function() {
      return s(void 0);
    };
    return typeof n == "string" ? (o.fromAttributes = a, o.fromGraph = function(c, d) {
      return a(c.getEdgeAttributes(d));
    }, o.fromEntry = function(c, d) {
      return a(d);
    }, o.fromPartialEntry = o.fromEntry, o.fromMinimalEntry = o.fromEntry) : typeof n == "function" ? (o.fromAttributes = function() {
      throw new Error(
        "graphology-utils/getters/createEdgeValueGetter: irrelevant usage."
      );
    }, o.fromGraph = function(c, d) {
      var h = c.extremities(d);
      return s(
        n(
          d,
          c.getEdgeAttributes(d),
          h[0],
          h[1],
          c.getNodeAttributes(h[0]),
          c.getNodeAttributes(h[1]),
          c.isUndirected(d)
        )
      );
    }, o.fromEntry = function(c, d, h, g, p, S, _) {
      return s(n(c, d, h, g, p, S, _));
    }, o.fromPartialEntry = function(c, d, h, g) {
      return s(n(c, d, h, g));
    }, o.fromMinimalEntry = function(c, d) {
      return s(n(c, d));
    }) : (o.fromAttributes = l, o.fromGraph = l, o.fromEntry = l, o.fromMinimalEntry = l), o;
  }
  return mt.createNodeValueGetter = e, mt.createEdgeValueGetter = t, mt.createEdgeWeightGetter = function(n) {
    return t(n, i);
  }, mt;
}
var en, Zn;
function Ls() {
  if (Zn) return en;
  Zn = 1;
  var i = 0, e = 1, t = 2, n = 3, r = 4, o = 5, s = 6, a = 7, l = 8, c = 9, d = 0, h = 1, g = 2, p = 0, S = 1, _ = 2, x = 3, L = 4, R = 5, E = 6, v = 7, k = 8, A = 3, D = 10, z = 3, M = 9, B = 10;
  return en = function(W, y, $) {
    var C, w, m, P, I, K, J, b, T, Z, j = y.length, re = $.length, ae = W.adjustSizes, we = W.barnesHutTheta * W.barnesHutTheta, Tt, oe, ee, te, Te, V, q, G = [];
    for (m = 0; m < j; m += D)
      y[m + r] = y[m + t], y[m + o] = y[m + n], y[m + t] = 0, y[m + n] = 0;
    if (W.outboundAttractionDistribution) {
      for (Tt = 0, m = 0; m < j; m += D)
        Tt += y[m + s];
      Tt /= j / D;
    }
    if (W.barnesHutOptimize) {
      var Ue = 1 / 0, Xe = -1 / 0, Be = 1 / 0, Je = -1 / 0, pe, Qe, Kt;
      for (m = 0; m < j; m += D)
        Ue = Math.min(Ue, y[m + i]), Xe = Math.max(Xe, y[m + i]), Be = Math.min(Be, y[m + e]), Je = Math.max(Je, y[m + e]);
      var xt = Xe - Ue, At = Je - Be;
      for (xt > At ? (Be -= (xt - At) / 2, Je = Be + xt) : (Ue -= (At - xt) / 2, Xe = Ue + At), G[0 + p] = -1, G[0 + S] = (Ue + Xe) / 2, G[0 + _] = (Be + Je) / 2, G[0 + x] = Math.max(Xe - Ue, Je - Be), G[0 + L] = -1, G[0 + R] = -1, G[0 + E] = 0, G[0 + v] = 0, G[0 + k] = 0, C = 1, m = 0; m < j; m += D)
        for (w = 0, Kt = A; ; )
          if (G[w + R] >= 0) {
            y[m + i] < G[w + S] ? y[m + e] < G[w + _] ? pe = G[w + R] : pe = G[w + R] + M : y[m + e] < G[w + _] ? pe = G[w + R] + M * 2 : pe = G[w + R] + M * 3, G[w + v] = (G[w + v] * G[w + E] + y[m + i] * y[m + s]) / (G[w + E] + y[m + s]), G[w + k] = (G[w + k] * G[w + E] + y[m + e] * y[m + s]) / (G[w + E] + y[m + s]), G[w + E] += y[m + s], w = pe;
            continue;
          } else if (G[w + p] < 0) {
            G[w + p] = m;
            break;
          } else {
            if (G[w + R] = C * M, b = G[w + x] / 2, T = G[w + R], G[T + p] = -1, G[T + S] = G[w + S] - b, G[T + _] = G[w + _] - b, G[T + x] = b, G[T + L] = T + M, G[T + R] = -1, G[T + E] = 0, G[T + v] = 0, G[T + k] = 0, T += M, G[T + p] = -1, G[T + S] = G[w + S] - b, G[T + _] = G[w + _] + b, G[T + x] = b, G[T + L] = T + M, G[T + R] = -1, G[T + E] = 0, G[T + v] = 0, G[T + k] = 0, T += M, G[T + p] = -1, G[T + S] = G[w + S] + b, G[T + _] = G[w + _] - b, G[T + x] = b, G[T + L] = T + M, G[T + R] = -1, G[T + E] = 0, G[T + v] = 0, G[T + k] = 0, T += M, G[T + p] = -1, G[T + S] = G[w + S] + b, G[T + _] = G[w + _] + b, G[T + x] = b, G[T + L] = G[w + L], G[T + R] = -1, G[T + E] = 0, G[T + v] = 0, G[T + k] = 0, C += 4, y[G[w + p] + i] < G[w + S] ? y[G[w + p] + e] < G[w + _] ? pe = G[w + R] : pe = G[w + R] + M : y[G[w + p] + e] < G[w + _] ? pe = G[w + R] + M * 2 : pe = G[w + R] + M * 3, G[w + E] = y[G[w + p] + s], G[w + v] = y[G[w + p] + i], G[w + k] = y[G[w + p] + e], G[pe + p] = G[w + p], G[w + p] = -1, y[m + i] < G[w + S] ? y[m + e] < G[w + _] ? Qe = G[w + R] : Qe = G[w + R] + M : y[m + e] < G[w + _] ? Qe = G[w + R] + M * 2 : Qe = G[w + R] + M * 3, pe === Qe)
              if (Kt--) {
                w = pe;
                continue;
              } else {
                Kt = A;
                break;
              }
            G[Qe + p] = m;
            break;
          }
    }
    if (W.barnesHutOptimize)
      for (oe = W.scalingRatio, m = 0; m < j; m += D)
        for (w = 0; ; )
          if (G[w + R] >= 0)
            if (V = Math.pow(
              y[m + i] - G[w + v],
              2
            ) + Math.pow(
              y[m + e] - G[w + k],
              2
            ), Z = G[w + x], 4 * Z * Z / V < we) {
              if (ee = y[m + i] - G[w + v], te = y[m + e] - G[w + k], ae === !0 ? V > 0 ? (q = oe * y[m + s] * G[w + E] / V, y[m + t] += ee * q, y[m + n] += te * q) : V < 0 && (q = -oe * y[m + s] * G[w + E] / Math.sqrt(V), y[m + t] += ee * q, y[m + n] += te * q) : V > 0 && (q = oe * y[m + s] * G[w + E] / V, y[m + t] += ee * q, y[m + n] += te * q), w = G[w + L], w < 0) break;
              continue;
            } else {
              w = G[w + R];
              continue;
            }
          else {
            if (K = G[w + p], K >= 0 && K !== m && (ee = y[m + i] - y[K + i], te = y[m + e] - y[K + e], V = ee * ee + te * te, ae === !0 ? V > 0 ? (q = oe * y[m + s] * y[K + s] / V, y[m + t] += ee * q, y[m + n] += te * q) : V < 0 && (q = -oe * y[m + s] * y[K + s] / Math.sqrt(V), y[m + t] += ee * q, y[m + n] += te * q) : V > 0 && (q = oe * y[m + s] * y[K + s] / V, y[m + t] += ee * q, y[m + n] += te * q)), w = G[w + L], w < 0) break;
            continue;
          }
    else
      for (oe = W.scalingRatio, P = 0; P < j; P += D)
        for (I = 0; I < P; I += D)
          ee = y[P + i] - y[I + i], te = y[P + e] - y[I + e], ae === !0 ? (V = Math.sqrt(ee * ee + te * te) - y[P + l] - y[I + l], V > 0 ? (q = oe * y[P + s] * y[I + s] / V / V, y[P + t] += ee * q, y[P + n] += te * q, y[I + t] -= ee * q, y[I + n] -= te * q) : V < 0 && (q = 100 * oe * y[P + s] * y[I + s], y[P + t] += ee * q, y[P + n] += te * q, y[I + t] -= ee * q, y[I + n] -= te * q)) : (V = Math.sqrt(ee * ee + te * te), V > 0 && (q = oe * y[P + s] * y[I + s] / V / V, y[P + t] += ee * q, y[P + n] += te * q, y[I + t] -= ee * q, y[I + n] -= te * q));
    for (T = W.gravity / W.scalingRatio, oe = W.scalingRatio, m = 0; m < j; m += D)
      q = 0, ee = y[m + i], te = y[m + e], V = Math.sqrt(Math.pow(ee, 2) + Math.pow(te, 2)), W.strongGravityMode ? V > 0 && (q = oe * y[m + s] * T) : V > 0 && (q = oe * y[m + s] * T / V), y[m + t] -= ee * q, y[m + n] -= te * q;
    for (oe = 1 * (W.outboundAttractionDistribution ? Tt : 1), J = 0; J < re; J += z)
      P = $[J + d], I = $[J + h], b = $[J + g], Te = Math.pow(b, W.edgeWeightInfluence), ee = y[P + i] - y[I + i], te = y[P + e] - y[I + e], ae === !0 ? (V = Math.sqrt(ee * ee + te * te) - y[P + l] - y[I + l], W.linLogMode ? W.outboundAttractionDistribution ? V > 0 && (q = -oe * Te * Math.log(1 + V) / V / y[P + s]) : V > 0 && (q = -oe * Te * Math.log(1 + V) / V) : W.outboundAttractionDistribution ? V > 0 && (q = -oe * Te / y[P + s]) : V > 0 && (q = -oe * Te)) : (V = Math.sqrt(Math.pow(ee, 2) + Math.pow(te, 2)), W.linLogMode ? W.outboundAttractionDistribution ? V > 0 && (q = -oe * Te * Math.log(1 + V) / V / y[P + s]) : V > 0 && (q = -oe * Te * Math.log(1 + V) / V) : W.outboundAttractionDistribution ? (V = 1, q = -oe * Te / y[P + s]) : (V = 1, q = -oe * Te)), V > 0 && (y[P + t] += ee * q, y[P + n] += te * q, y[I + t] -= ee * q, y[I + n] -= te * q);
    var Ct, ht, Lt, We, Dt, Gt;
    if (ae === !0)
      for (m = 0; m < j; m += D)
        y[m + c] !== 1 && (Ct = Math.sqrt(
          Math.pow(y[m + t], 2) + Math.pow(y[m + n], 2)
        ), Ct > B && (y[m + t] = y[m + t] * B / Ct, y[m + n] = y[m + n] * B / Ct), ht = y[m + s] * Math.sqrt(
          (y[m + r] - y[m + t]) * (y[m + r] - y[m + t]) + (y[m + o] - y[m + n]) * (y[m + o] - y[m + n])
        ), Lt = Math.sqrt(
          (y[m + r] + y[m + t]) * (y[m + r] + y[m + t]) + (y[m + o] + y[m + n]) * (y[m + o] + y[m + n])
        ) / 2, We = 0.1 * Math.log(1 + Lt) / (1 + Math.sqrt(ht)), Dt = y[m + i] + y[m + t] * (We / W.slowDown), y[m + i] = Dt, Gt = y[m + e] + y[m + n] * (We / W.slowDown), y[m + e] = Gt);
    else
      for (m = 0; m < j; m += D)
        y[m + c] !== 1 && (ht = y[m + s] * Math.sqrt(
          (y[m + r] - y[m + t]) * (y[m + r] - y[m + t]) + (y[m + o] - y[m + n]) * (y[m + o] - y[m + n])
        ), Lt = Math.sqrt(
          (y[m + r] + y[m + t]) * (y[m + r] + y[m + t]) + (y[m + o] + y[m + n]) * (y[m + o] + y[m + n])
        ) / 2, We = y[m + a] * Math.log(1 + Lt) / (1 + Math.sqrt(ht)), y[m + a] = Math.min(
          1,
          Math.sqrt(
            We * (Math.pow(y[m + t], 2) + Math.pow(y[m + n], 2)) / (1 + Math.sqrt(ht))
          )
        ), Dt = y[m + i] + y[m + t] * (We / W.slowDown), y[m + i] = Dt, Gt = y[m + e] + y[m + n] * (We / W.slowDown), y[m + e] = Gt);
    return {};
  }, en;
}
var xe = {}, Yn;
function Ds() {
  if (Yn) return xe;
  Yn = 1;
  var i = 10, e = 3;
  return xe.assign = function(t) {
    t = t || {};
    var n = Array.prototype.slice.call(arguments).slice(1), r, o, s;
    for (r = 0, s = n.length; r < s; r++)
      if (n[r])
        for (o in n[r]) t[o] = n[r][o];
    return t;
  }, xe.validateSettings = function(t) {
    return "linLogMode" in t && typeof t.linLogMode != "boolean" ? { message: "the `linLogMode` setting should be a boolean." } : "outboundAttractionDistribution" in t && typeof t.outboundAttractionDistribution != "boolean" ? {
      message: "the `outboundAttractionDistribution` setting should be a boolean."
    } : "adjustSizes" in t && typeof t.adjustSizes != "boolean" ? { message: "the `adjustSizes` setting should be a boolean." } : "edgeWeightInfluence" in t && typeof t.edgeWeightInfluence != "number" ? {
      message: "the `edgeWeightInfluence` setting should be a number."
    } : "scalingRatio" in t && !(typeof t.scalingRatio == "number" && t.scalingRatio >= 0) ? { message: "the `scalingRatio` setting should be a number >= 0." } : "strongGravityMode" in t && typeof t.strongGravityMode != "boolean" ? { message: "the `strongGravityMode` setting should be a boolean." } : "gravity" in t && !(typeof t.gravity == "number" && t.gravity >= 0) ? { message: "the `gravity` setting should be a number >= 0." } : "slowDown" in t && !(typeof t.slowDown == "number" || t.slowDown >= 0) ? { message: "the `slowDown` setting should be a number >= 0." } : "barnesHutOptimize" in t && typeof t.barnesHutOptimize != "boolean" ? { message: "the `barnesHutOptimize` setting should be a boolean." } : "barnesHutTheta" in t && !(typeof t.barnesHutTheta == "number" && t.barnesHutTheta >= 0) ? { message: "the `barnesHutTheta` setting should be a number >= 0." } : null;
  }, xe.graphToByteArrays = function(t, n) {
    var r = t.order, o = t.size, s = {}, a, l = new Float32Array(r * i), c = new Float32Array(o * e);
    return a = 0, t.forEachNode(function(d, h) {
      s[d] = a, l[a] = h.x, l[a + 1] = h.y, l[a + 2] = 0, l[a + 3] = 0, l[a + 4] = 0, l[a + 5] = 0, l[a + 6] = 1, l[a + 7] = 1, l[a + 8] = h.size || 1, l[a + 9] = h.fixed ? 1 : 0, a += i;
    }), a = 0, t.forEachEdge(function(d, h, g, p, S, _, x) {
      var L = s[g], R = s[p], E = n(d, h, g, p, S, _, x);
      l[L + 6] += E, l[R + 6] += E, c[a] = L, c[a + 1] = R, c[a + 2] = E, a += e;
    }), {
      nodes: l,
      edges: c
    };
  }, xe.assignLayoutChanges = function(t, n, r) {
    var o = 0;
    t.updateEachNodeAttributes(function(s, a) {
      return a.x = n[o], a.y = n[o + 1], o += i, r ? r(s, a) : a;
    });
  }, xe.readGraphPositions = function(t, n) {
    var r = 0;
    t.forEachNode(function(o, s) {
      n[r] = s.x, n[r + 1] = s.y, r += i;
    });
  }, xe.collectLayoutChanges = function(t, n, r) {
    for (var o = t.nodes(), s = {}, a = 0, l = 0, c = n.length; a < c; a += i) {
      if (r) {
        var d = Object.assign({}, t.getNodeAttributes(o[l]));
        d.x = n[a], d.y = n[a + 1], d = r(o[l], d), s[o[l]] = {
          x: d.x,
          y: d.y
        };
      } else
        s[o[l]] = {
          x: n[a],
          y: n[a + 1]
        };
      l++;
    }
    return s;
  }, xe.createWorker = function(n) {
    var r = window.URL || window.webkitURL, o = n.toString(), s = r.createObjectURL(
      new Blob(["(" + o + ").call(this);"], { type: "text/javascript" })
    ), a = new Worker(s);
    return r.revokeObjectURL(s), a;
  }, xe;
}
var tn, Xn;
function Gs() {
  return Xn || (Xn = 1, tn = {
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
var nn, Jn;
function Ns() {
  if (Jn) return nn;
  Jn = 1;
  var i = hr(), e = Cs().createEdgeWeightGetter, t = Ls(), n = Ds(), r = Gs();
  function o(l, c, d) {
    if (!i(c))
      throw new Error(
        "graphology-layout-forceatlas2: the given graph is not a valid graphology instance."
      );
    typeof d == "number" && (d = { iterations: d });
    var h = d.iterations;
    if (typeof h != "number")
      throw new Error(
        "graphology-layout-forceatlas2: invalid number of iterations."
      );
    if (h <= 0)
      throw new Error(
        "graphology-layout-forceatlas2: you should provide a positive number of iterations."
      );
    var g = e(
      "getEdgeWeight" in d ? d.getEdgeWeight : "weight"
    ).fromEntry, p = typeof d.outputReducer == "function" ? d.outputReducer : null, S = n.assign({}, r, d.settings), _ = n.validateSettings(S);
    if (_)
      throw new Error(
        "graphology-layout-forceatlas2: " + _.message
      );
    var x = n.graphToByteArrays(c, g), L;
    for (L = 0; L < h; L++)
      t(S, x.nodes, x.edges);
    if (l) {
      n.assignLayoutChanges(c, x.nodes, p);
      return;
    }
    return n.collectLayoutChanges(c, x.nodes);
  }
  function s(l) {
    var c = typeof l == "number" ? l : l.order;
    return {
      barnesHutOptimize: c > 2e3,
      strongGravityMode: !0,
      gravity: 0.05,
      scalingRatio: 10,
      slowDown: 1 + Math.log(c)
    };
  }
  var a = o.bind(null, !1);
  return a.assign = o.bind(null, !0), a.inferSettings = s, nn = a, nn;
}
var Ps = Ns();
const Qn = /* @__PURE__ */ Yi(Ps);
function $s(i, e) {
  if (typeof i != "object" || !i) return i;
  var t = i[Symbol.toPrimitive];
  if (t !== void 0) {
    var n = t.call(i, e);
    if (typeof n != "object") return n;
    throw new TypeError("@@toPrimitive must return a primitive value.");
  }
  return (e === "string" ? String : Number)(i);
}
function _t(i) {
  var e = $s(i, "string");
  return typeof e == "symbol" ? e : e + "";
}
function ue(i, e) {
  if (!(i instanceof e)) throw new TypeError("Cannot call a class as a function");
}
function ei(i, e) {
  for (var t = 0; t < e.length; t++) {
    var n = e[t];
    n.enumerable = n.enumerable || !1, n.configurable = !0, "value" in n && (n.writable = !0), Object.defineProperty(i, _t(n.key), n);
  }
}
function de(i, e, t) {
  return e && ei(i.prototype, e), t && ei(i, t), Object.defineProperty(i, "prototype", {
    writable: !1
  }), i;
}
function at(i) {
  return at = Object.setPrototypeOf ? Object.getPrototypeOf.bind() : function(e) {
    return e.__proto__ || Object.getPrototypeOf(e);
  }, at(i);
}
function fr() {
  try {
    var i = !Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function() {
    }));
  } catch {
  }
  return (fr = function() {
    return !!i;
  })();
}
function Fs(i) {
  if (i === void 0) throw new ReferenceError("this hasn't been initialised - super() hasn't been called");
  return i;
}
function Is(i, e) {
  if (e && (typeof e == "object" || typeof e == "function")) return e;
  if (e !== void 0) throw new TypeError("Derived constructors may only return object or undefined");
  return Fs(i);
}
function fe(i, e, t) {
  return e = at(e), Is(i, fr() ? Reflect.construct(e, t || [], at(i).constructor) : e.apply(i, t));
}
function gn(i, e) {
  return gn = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function(t, n) {
    return t.__proto__ = n, t;
  }, gn(i, e);
}
function ge(i, e) {
  if (typeof e != "function" && e !== null) throw new TypeError("Super expression must either be null or a function");
  i.prototype = Object.create(e && e.prototype, {
    constructor: {
      value: i,
      writable: !0,
      configurable: !0
    }
  }), Object.defineProperty(i, "prototype", {
    writable: !1
  }), e && gn(i, e);
}
function zs(i) {
  if (Array.isArray(i)) return i;
}
function Os(i, e) {
  var t = i == null ? null : typeof Symbol < "u" && i[Symbol.iterator] || i["@@iterator"];
  if (t != null) {
    var n, r, o, s, a = [], l = !0, c = !1;
    try {
      if (o = (t = t.call(i)).next, e === 0) {
        if (Object(t) !== t) return;
        l = !1;
      } else for (; !(l = (n = o.call(t)).done) && (a.push(n.value), a.length !== e); l = !0) ;
    } catch (d) {
      c = !0, r = d;
    } finally {
      try {
        if (!l && t.return != null && (s = t.return(), Object(s) !== s)) return;
      } finally {
        if (c) throw r;
      }
    }
    return a;
  }
}
function pn(i, e) {
  (e == null || e > i.length) && (e = i.length);
  for (var t = 0, n = Array(e); t < e; t++) n[t] = i[t];
  return n;
}
function gr(i, e) {
  if (i) {
    if (typeof i == "string") return pn(i, e);
    var t = {}.toString.call(i).slice(8, -1);
    return t === "Object" && i.constructor && (t = i.constructor.name), t === "Map" || t === "Set" ? Array.from(i) : t === "Arguments" || /^(?:Ui|I)nt(?:8|16|32)(?:Clamped)?Array$/.test(t) ? pn(i, e) : void 0;
  }
}
function Ms() {
  throw new TypeError(`Invalid attempt to destructure non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`);
}
function lt(i, e) {
  return zs(i) || Os(i, e) || gr(i, e) || Ms();
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
}, pr = new Int8Array(4), on = new Int32Array(pr.buffer, 0, 1), Us = new Float32Array(pr.buffer, 0, 1), Bs = /^\s*rgba?\s*\(/, Ws = /^\s*rgba?\s*\(\s*([0-9]*)\s*,\s*([0-9]*)\s*,\s*([0-9]*)(?:\s*,\s*(.*)?)?\)\s*$/;
function Hs(i) {
  var e = 0, t = 0, n = 0, r = 1;
  if (i[0] === "#")
    i.length === 4 ? (e = parseInt(i.charAt(1) + i.charAt(1), 16), t = parseInt(i.charAt(2) + i.charAt(2), 16), n = parseInt(i.charAt(3) + i.charAt(3), 16)) : (e = parseInt(i.charAt(1) + i.charAt(2), 16), t = parseInt(i.charAt(3) + i.charAt(4), 16), n = parseInt(i.charAt(5) + i.charAt(6), 16)), i.length === 9 && (r = parseInt(i.charAt(7) + i.charAt(8), 16) / 255);
  else if (Bs.test(i)) {
    var o = i.match(Ws);
    o && (e = +o[1], t = +o[2], n = +o[3], o[4] && (r = +o[4]));
  }
  return {
    r: e,
    g: t,
    b: n,
    a: r
  };
}
var it = {};
for (var It in rn)
  it[It] = Ye(rn[It]), it[rn[It]] = it[It];
function mr(i, e, t, n, r) {
  return on[0] = n << 24 | t << 16 | e << 8 | i, on[0] = on[0] & 4278190079, Us[0];
}
function Ye(i) {
  if (i = i.toLowerCase(), typeof it[i] < "u") return it[i];
  var e = Hs(i), t = e.r, n = e.g, r = e.b, o = e.a;
  o = o * 255 | 0;
  var s = mr(t, n, r, o);
  return it[i] = s, s;
}
var sn = {};
function vr(i) {
  if (typeof sn[i] < "u") return sn[i];
  var e = (i & 16711680) >>> 16, t = (i & 65280) >>> 8, n = i & 255, r = 255, o = mr(e, t, n, r);
  return sn[i] = o, o;
}
function ti(i, e, t, n) {
  return t + (e << 8) + (i << 16);
}
function ni(i, e, t, n, r, o) {
  var s = Math.floor(t / o * r), a = Math.floor(i.drawingBufferHeight / o - n / o * r), l = new Uint8Array(4);
  i.bindFramebuffer(i.FRAMEBUFFER, e), i.readPixels(s, a, 1, 1, i.RGBA, i.UNSIGNED_BYTE, l);
  var c = lt(l, 4), d = c[0], h = c[1], g = c[2], p = c[3];
  return [d, h, g, p];
}
function N(i, e, t) {
  return (e = _t(e)) in i ? Object.defineProperty(i, e, {
    value: t,
    enumerable: !0,
    configurable: !0,
    writable: !0
  }) : i[e] = t, i;
}
function ii(i, e) {
  var t = Object.keys(i);
  if (Object.getOwnPropertySymbols) {
    var n = Object.getOwnPropertySymbols(i);
    e && (n = n.filter(function(r) {
      return Object.getOwnPropertyDescriptor(i, r).enumerable;
    })), t.push.apply(t, n);
  }
  return t;
}
function U(i) {
  for (var e = 1; e < arguments.length; e++) {
    var t = arguments[e] != null ? arguments[e] : {};
    e % 2 ? ii(Object(t), !0).forEach(function(n) {
      N(i, n, t[n]);
    }) : Object.getOwnPropertyDescriptors ? Object.defineProperties(i, Object.getOwnPropertyDescriptors(t)) : ii(Object(t)).forEach(function(n) {
      Object.defineProperty(i, n, Object.getOwnPropertyDescriptor(t, n));
    });
  }
  return i;
}
function js(i, e) {
  for (; !{}.hasOwnProperty.call(i, e) && (i = at(i)) !== null; ) ;
  return i;
}
function mn() {
  return mn = typeof Reflect < "u" && Reflect.get ? Reflect.get.bind() : function(i, e, t) {
    var n = js(i, e);
    if (n) {
      var r = Object.getOwnPropertyDescriptor(n, e);
      return r.get ? r.get.call(arguments.length < 3 ? i : t) : r.value;
    }
  }, mn.apply(null, arguments);
}
function yr(i, e, t, n) {
  var r = mn(at(i.prototype), e, t);
  return typeof r == "function" ? function(o) {
    return r.apply(t, o);
  } : r;
}
function qs(i) {
  return i.normalized ? 1 : i.size;
}
function an(i) {
  var e = 0;
  return i.forEach(function(t) {
    return e += qs(t);
  }), e;
}
function br(i, e, t) {
  var n = i === "VERTEX" ? e.VERTEX_SHADER : e.FRAGMENT_SHADER, r = e.createShader(n);
  if (r === null)
    throw new Error("loadShader: error while creating the shader");
  e.shaderSource(r, t), e.compileShader(r);
  var o = e.getShaderParameter(r, e.COMPILE_STATUS);
  if (!o) {
    var s = e.getShaderInfoLog(r);
    throw e.deleteShader(r), new Error(`loadShader: error while compiling the shader:
`.concat(s, `
`).concat(t));
  }
  return r;
}
function Vs(i, e) {
  return br("VERTEX", i, e);
}
function Ks(i, e) {
  return br("FRAGMENT", i, e);
}
function Zs(i, e) {
  var t = i.createProgram();
  if (t === null)
    throw new Error("loadProgram: error while creating the program.");
  var n, r;
  for (n = 0, r = e.length; n < r; n++) i.attachShader(t, e[n]);
  i.linkProgram(t);
  var o = i.getProgramParameter(t, i.LINK_STATUS);
  if (!o) {
    var s = i.getProgramInfoLog(t);
    throw i.deleteProgram(t), new Error("loadProgram: error while linking the program: ".concat(s));
  }
  return t;
}
function ri(i) {
  var e = i.gl, t = i.buffer, n = i.program, r = i.vertexShader, o = i.fragmentShader;
  e.deleteShader(r), e.deleteShader(o), e.deleteProgram(n), e.deleteBuffer(t);
}
var oi = `#define PICKING_MODE
`, Ys = N(N(N(N(N(N(N(N({}, WebGL2RenderingContext.BOOL, 1), WebGL2RenderingContext.BYTE, 1), WebGL2RenderingContext.UNSIGNED_BYTE, 1), WebGL2RenderingContext.SHORT, 2), WebGL2RenderingContext.UNSIGNED_SHORT, 2), WebGL2RenderingContext.INT, 4), WebGL2RenderingContext.UNSIGNED_INT, 4), WebGL2RenderingContext.FLOAT, 4), wr = /* @__PURE__ */ (function() {
  function i(e, t, n) {
    ue(this, i), N(this, "array", new Float32Array()), N(this, "constantArray", new Float32Array()), N(this, "capacity", 0), N(this, "verticesCount", 0);
    var r = this.getDefinition();
    if (this.VERTICES = r.VERTICES, this.VERTEX_SHADER_SOURCE = r.VERTEX_SHADER_SOURCE, this.FRAGMENT_SHADER_SOURCE = r.FRAGMENT_SHADER_SOURCE, this.UNIFORMS = r.UNIFORMS, this.ATTRIBUTES = r.ATTRIBUTES, this.METHOD = r.METHOD, this.CONSTANT_ATTRIBUTES = "CONSTANT_ATTRIBUTES" in r ? r.CONSTANT_ATTRIBUTES : [], this.CONSTANT_DATA = "CONSTANT_DATA" in r ? r.CONSTANT_DATA : [], this.isInstanced = "CONSTANT_ATTRIBUTES" in r, this.ATTRIBUTES_ITEMS_COUNT = an(this.ATTRIBUTES), this.STRIDE = this.VERTICES * this.ATTRIBUTES_ITEMS_COUNT, this.renderer = n, this.normalProgram = this.getProgramInfo("normal", e, r.VERTEX_SHADER_SOURCE, r.FRAGMENT_SHADER_SOURCE, null), this.pickProgram = t ? this.getProgramInfo("pick", e, oi + r.VERTEX_SHADER_SOURCE, oi + r.FRAGMENT_SHADER_SOURCE, t) : null, this.isInstanced) {
      var o = an(this.CONSTANT_ATTRIBUTES);
      if (this.CONSTANT_DATA.length !== this.VERTICES) throw new Error("Program: error while getting constant data (expected ".concat(this.VERTICES, " items, received ").concat(this.CONSTANT_DATA.length, " instead)"));
      this.constantArray = new Float32Array(this.CONSTANT_DATA.length * o);
      for (var s = 0; s < this.CONSTANT_DATA.length; s++) {
        var a = this.CONSTANT_DATA[s];
        if (a.length !== o) throw new Error("Program: error while getting constant data (one vector has ".concat(a.length, " items instead of ").concat(o, ")"));
        for (var l = 0; l < a.length; l++) this.constantArray[s * o + l] = a[l];
      }
      this.STRIDE = this.ATTRIBUTES_ITEMS_COUNT;
    }
  }
  return de(i, [{
    key: "kill",
    value: function() {
      ri(this.normalProgram), this.pickProgram && (ri(this.pickProgram), this.pickProgram = null);
    }
  }, {
    key: "getProgramInfo",
    value: function(t, n, r, o, s) {
      var a = this.getDefinition(), l = n.createBuffer();
      if (l === null) throw new Error("Program: error while creating the WebGL buffer.");
      var c = Vs(n, r), d = Ks(n, o), h = Zs(n, [c, d]), g = {};
      a.UNIFORMS.forEach(function(_) {
        var x = n.getUniformLocation(h, _);
        x && (g[_] = x);
      });
      var p = {};
      a.ATTRIBUTES.forEach(function(_) {
        p[_.name] = n.getAttribLocation(h, _.name);
      });
      var S;
      if ("CONSTANT_ATTRIBUTES" in a && (a.CONSTANT_ATTRIBUTES.forEach(function(_) {
        p[_.name] = n.getAttribLocation(h, _.name);
      }), S = n.createBuffer(), S === null))
        throw new Error("Program: error while creating the WebGL constant buffer.");
      return {
        name: t,
        program: h,
        gl: n,
        frameBuffer: s,
        buffer: l,
        constantBuffer: S || {},
        uniformLocations: g,
        attributeLocations: p,
        isPicking: t === "pick",
        vertexShader: c,
        fragmentShader: d
      };
    }
  }, {
    key: "bindProgram",
    value: function(t) {
      var n = this, r = 0, o = t.gl, s = t.buffer;
      this.isInstanced ? (o.bindBuffer(o.ARRAY_BUFFER, t.constantBuffer), r = 0, this.CONSTANT_ATTRIBUTES.forEach(function(a) {
        return r += n.bindAttribute(a, t, r, !1);
      }), o.bufferData(o.ARRAY_BUFFER, this.constantArray, o.STATIC_DRAW), o.bindBuffer(o.ARRAY_BUFFER, t.buffer), r = 0, this.ATTRIBUTES.forEach(function(a) {
        return r += n.bindAttribute(a, t, r, !0);
      }), o.bufferData(o.ARRAY_BUFFER, this.array, o.DYNAMIC_DRAW)) : (o.bindBuffer(o.ARRAY_BUFFER, s), r = 0, this.ATTRIBUTES.forEach(function(a) {
        return r += n.bindAttribute(a, t, r);
      }), o.bufferData(o.ARRAY_BUFFER, this.array, o.DYNAMIC_DRAW)), o.bindBuffer(o.ARRAY_BUFFER, null);
    }
  }, {
    key: "unbindProgram",
    value: function(t) {
      var n = this;
      this.isInstanced ? (this.CONSTANT_ATTRIBUTES.forEach(function(r) {
        return n.unbindAttribute(r, t, !1);
      }), this.ATTRIBUTES.forEach(function(r) {
        return n.unbindAttribute(r, t, !0);
      })) : this.ATTRIBUTES.forEach(function(r) {
        return n.unbindAttribute(r, t);
      });
    }
  }, {
    key: "bindAttribute",
    value: function(t, n, r, o) {
      var s = Ys[t.type];
      if (typeof s != "number") throw new Error('Program.bind: yet unsupported attribute type "'.concat(t.type, '"'));
      var a = n.attributeLocations[t.name], l = n.gl;
      if (a !== -1) {
        l.enableVertexAttribArray(a);
        var c = this.isInstanced ? (o ? this.ATTRIBUTES_ITEMS_COUNT : an(this.CONSTANT_ATTRIBUTES)) * Float32Array.BYTES_PER_ELEMENT : this.ATTRIBUTES_ITEMS_COUNT * Float32Array.BYTES_PER_ELEMENT;
        if (l.vertexAttribPointer(a, t.size, t.type, t.normalized || !1, c, r), this.isInstanced && o)
          if (l instanceof WebGL2RenderingContext)
            l.vertexAttribDivisor(a, 1);
          else {
            var d = l.getExtension("ANGLE_instanced_arrays");
            d && d.vertexAttribDivisorANGLE(a, 1);
          }
      }
      return t.size * s;
    }
  }, {
    key: "unbindAttribute",
    value: function(t, n, r) {
      var o = n.attributeLocations[t.name], s = n.gl;
      if (o !== -1 && (s.disableVertexAttribArray(o), this.isInstanced && r))
        if (s instanceof WebGL2RenderingContext)
          s.vertexAttribDivisor(o, 0);
        else {
          var a = s.getExtension("ANGLE_instanced_arrays");
          a && a.vertexAttribDivisorANGLE(o, 0);
        }
    }
  }, {
    key: "reallocate",
    value: function(t) {
      t !== this.capacity && (this.capacity = t, this.verticesCount = this.VERTICES * t, this.array = new Float32Array(this.isInstanced ? this.capacity * this.ATTRIBUTES_ITEMS_COUNT : this.verticesCount * this.ATTRIBUTES_ITEMS_COUNT));
    }
  }, {
    key: "hasNothingToRender",
    value: function() {
      return this.verticesCount === 0;
    }
  }, {
    key: "renderProgram",
    value: function(t, n) {
      var r = n.gl, o = n.program;
      r.enable(r.BLEND), r.useProgram(o), this.setUniforms(t, n), this.drawWebGL(this.METHOD, n);
    }
  }, {
    key: "render",
    value: function(t) {
      this.hasNothingToRender() || (this.pickProgram && (this.pickProgram.gl.viewport(0, 0, t.width * t.pixelRatio / t.downSizingRatio, t.height * t.pixelRatio / t.downSizingRatio), this.bindProgram(this.pickProgram), this.renderProgram(U(U({}, t), {}, {
        pixelRatio: t.pixelRatio / t.downSizingRatio
      }), this.pickProgram), this.unbindProgram(this.pickProgram)), this.normalProgram.gl.viewport(0, 0, t.width * t.pixelRatio, t.height * t.pixelRatio), this.bindProgram(this.normalProgram), this.renderProgram(t, this.normalProgram), this.unbindProgram(this.normalProgram));
    }
  }, {
    key: "drawWebGL",
    value: function(t, n) {
      var r = n.gl, o = n.frameBuffer;
      if (r.bindFramebuffer(r.FRAMEBUFFER, o), !this.isInstanced)
        r.drawArrays(t, 0, this.verticesCount);
      else if (r instanceof WebGL2RenderingContext)
        r.drawArraysInstanced(t, 0, this.VERTICES, this.capacity);
      else {
        var s = r.getExtension("ANGLE_instanced_arrays");
        s && s.drawArraysInstancedANGLE(t, 0, this.VERTICES, this.capacity);
      }
    }
  }]);
})(), kr = /* @__PURE__ */ (function(i) {
  function e() {
    return ue(this, e), fe(this, e, arguments);
  }
  return ge(e, i), de(e, [{
    key: "kill",
    value: function() {
      yr(e, "kill", this)([]);
    }
  }, {
    key: "process",
    value: function(n, r, o) {
      var s = r * this.STRIDE;
      if (o.hidden) {
        for (var a = s + this.STRIDE; s < a; s++)
          this.array[s] = 0;
        return;
      }
      return this.processVisibleItem(vr(n), s, o);
    }
  }]);
})(wr), qt = /* @__PURE__ */ (function(i) {
  function e() {
    var t;
    ue(this, e);
    for (var n = arguments.length, r = new Array(n), o = 0; o < n; o++)
      r[o] = arguments[o];
    return t = fe(this, e, [].concat(r)), N(t, "drawLabel", void 0), t;
  }
  return ge(e, i), de(e, [{
    key: "kill",
    value: function() {
      yr(e, "kill", this)([]);
    }
  }, {
    key: "process",
    value: function(n, r, o, s, a) {
      var l = r * this.STRIDE;
      if (a.hidden || o.hidden || s.hidden) {
        for (var c = l + this.STRIDE; l < c; l++)
          this.array[l] = 0;
        return;
      }
      return this.processVisibleItem(vr(n), l, o, s, a);
    }
  }]);
})(wr);
function _r(i, e) {
  return /* @__PURE__ */ (function() {
    function t(n, r, o) {
      ue(this, t), N(this, "drawLabel", e), this.programs = i.map(function(s) {
        return new s(n, r, o);
      });
    }
    return de(t, [{
      key: "reallocate",
      value: function(r) {
        this.programs.forEach(function(o) {
          return o.reallocate(r);
        });
      }
    }, {
      key: "process",
      value: function(r, o, s, a, l) {
        this.programs.forEach(function(c) {
          return c.process(r, o, s, a, l);
        });
      }
    }, {
      key: "render",
      value: function(r) {
        this.programs.forEach(function(o) {
          return o.render(r);
        });
      }
    }, {
      key: "kill",
      value: function() {
        this.programs.forEach(function(r) {
          return r.kill();
        });
      }
    }]);
  })();
}
function Xs(i, e, t, n, r) {
  var o = r.edgeLabelSize, s = r.edgeLabelFont, a = r.edgeLabelWeight, l = r.edgeLabelColor.attribute ? e[r.edgeLabelColor.attribute] || r.edgeLabelColor.color || "#000" : r.edgeLabelColor.color, c = e.label;
  if (c) {
    i.fillStyle = l, i.font = "".concat(a, " ").concat(o, "px ").concat(s);
    var d = t.size, h = n.size, g = t.x, p = t.y, S = n.x, _ = n.y, x = (g + S) / 2, L = (p + _) / 2, R = S - g, E = _ - p, v = Math.sqrt(R * R + E * E);
    if (!(v < d + h)) {
      g += R * d / v, p += E * d / v, S -= R * h / v, _ -= E * h / v, x = (g + S) / 2, L = (p + _) / 2, R = S - g, E = _ - p, v = Math.sqrt(R * R + E * E);
      var k = i.measureText(c).width;
      if (k > v) {
        var A = "…";
        for (c = c + A, k = i.measureText(c).width; k > v && c.length > 1; )
          c = c.slice(0, -2) + A, k = i.measureText(c).width;
        if (c.length < 4) return;
      }
      var D;
      R > 0 ? E > 0 ? D = Math.acos(R / v) : D = Math.asin(E / v) : E > 0 ? D = Math.acos(R / v) + Math.PI : D = Math.asin(R / v) + Math.PI / 2, i.save(), i.translate(x, L), i.rotate(D), i.fillText(c, -k / 2, e.size / 2 + o), i.restore();
    }
  }
}
function Er(i, e, t) {
  if (e.label) {
    var n = t.labelSize, r = t.labelFont, o = t.labelWeight, s = t.labelColor.attribute ? e[t.labelColor.attribute] || t.labelColor.color || "#000" : t.labelColor.color;
    i.fillStyle = s, i.font = "".concat(o, " ").concat(n, "px ").concat(r), i.fillText(e.label, e.x + e.size + 3, e.y + n / 3);
  }
}
function Js(i, e, t) {
  var n = t.labelSize, r = t.labelFont, o = t.labelWeight;
  i.font = "".concat(o, " ").concat(n, "px ").concat(r), i.fillStyle = "#FFF", i.shadowOffsetX = 0, i.shadowOffsetY = 0, i.shadowBlur = 8, i.shadowColor = "#000";
  var s = 2;
  if (typeof e.label == "string") {
    var a = i.measureText(e.label).width, l = Math.round(a + 5), c = Math.round(n + 2 * s), d = Math.max(e.size, n / 2) + s, h = Math.asin(c / 2 / d), g = Math.sqrt(Math.abs(Math.pow(d, 2) - Math.pow(c / 2, 2)));
    i.beginPath(), i.moveTo(e.x + g, e.y + c / 2), i.lineTo(e.x + d + l, e.y + c / 2), i.lineTo(e.x + d + l, e.y - c / 2), i.lineTo(e.x + g, e.y - c / 2), i.arc(e.x, e.y, d, h, -h), i.closePath(), i.fill();
  } else
    i.beginPath(), i.arc(e.x, e.y, e.size + s, 0, Math.PI * 2), i.closePath(), i.fill();
  i.shadowOffsetX = 0, i.shadowOffsetY = 0, i.shadowBlur = 0, Er(i, e, t);
}
var Qs = (
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
), ea = Qs, ta = (
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
), na = ta, Sr = WebGLRenderingContext, si = Sr.UNSIGNED_BYTE, ln = Sr.FLOAT, ia = ["u_sizeRatio", "u_correctionRatio", "u_matrix"], Vt = /* @__PURE__ */ (function(i) {
  function e() {
    return ue(this, e), fe(this, e, arguments);
  }
  return ge(e, i), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 3,
        VERTEX_SHADER_SOURCE: na,
        FRAGMENT_SHADER_SOURCE: ea,
        METHOD: WebGLRenderingContext.TRIANGLES,
        UNIFORMS: ia,
        ATTRIBUTES: [{
          name: "a_position",
          size: 2,
          type: ln
        }, {
          name: "a_size",
          size: 1,
          type: ln
        }, {
          name: "a_color",
          size: 4,
          type: si,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: si,
          normalized: !0
        }],
        CONSTANT_ATTRIBUTES: [{
          name: "a_angle",
          size: 1,
          type: ln
        }],
        CONSTANT_DATA: [[e.ANGLE_1], [e.ANGLE_2], [e.ANGLE_3]]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(n, r, o) {
      var s = this.array, a = Ye(o.color);
      s[r++] = o.x, s[r++] = o.y, s[r++] = o.size, s[r++] = a, s[r++] = n;
    }
  }, {
    key: "setUniforms",
    value: function(n, r) {
      var o = r.gl, s = r.uniformLocations, a = s.u_sizeRatio, l = s.u_correctionRatio, c = s.u_matrix;
      o.uniform1f(l, n.correctionRatio), o.uniform1f(a, n.sizeRatio), o.uniformMatrix3fv(c, !1, n.matrix);
    }
  }]);
})(kr);
N(Vt, "ANGLE_1", 0);
N(Vt, "ANGLE_2", 2 * Math.PI / 3);
N(Vt, "ANGLE_3", 4 * Math.PI / 3);
var ra = (
  /*glsl*/
  `
precision mediump float;

varying vec4 v_color;

void main(void) {
  gl_FragColor = v_color;
}
`
), oa = ra, sa = (
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
), aa = sa, Rr = WebGLRenderingContext, ai = Rr.UNSIGNED_BYTE, zt = Rr.FLOAT, la = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_minEdgeThickness", "u_lengthToThicknessRatio", "u_widenessToThicknessRatio"], An = {
  extremity: "target",
  lengthToThicknessRatio: 2.5,
  widenessToThicknessRatio: 2
};
function Bt(i) {
  var e = U(U({}, An), i || {});
  return /* @__PURE__ */ (function(t) {
    function n() {
      return ue(this, n), fe(this, n, arguments);
    }
    return ge(n, t), de(n, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 3,
          VERTEX_SHADER_SOURCE: aa,
          FRAGMENT_SHADER_SOURCE: oa,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: la,
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
            type: ai,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: ai,
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
      value: function(o, s, a, l, c) {
        if (e.extremity === "source") {
          var d = [l, a];
          a = d[0], l = d[1];
        }
        var h = c.size || 1, g = l.size || 1, p = a.x, S = a.y, _ = l.x, x = l.y, L = Ye(c.color), R = _ - p, E = x - S, v = R * R + E * E, k = 0, A = 0;
        v && (v = 1 / Math.sqrt(v), k = -E * v * h, A = R * v * h);
        var D = this.array;
        D[s++] = _, D[s++] = x, D[s++] = -k, D[s++] = -A, D[s++] = g, D[s++] = L, D[s++] = o;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, l = s.uniformLocations, c = l.u_matrix, d = l.u_sizeRatio, h = l.u_correctionRatio, g = l.u_minEdgeThickness, p = l.u_lengthToThicknessRatio, S = l.u_widenessToThicknessRatio;
        a.uniformMatrix3fv(c, !1, o.matrix), a.uniform1f(d, o.sizeRatio), a.uniform1f(h, o.correctionRatio), a.uniform1f(g, o.minEdgeThickness), a.uniform1f(p, e.lengthToThicknessRatio), a.uniform1f(S, e.widenessToThicknessRatio);
      }
    }]);
  })(qt);
}
Bt();
var ca = (
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
), Cn = ca, ua = (
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
), da = ua, Tr = WebGLRenderingContext, li = Tr.UNSIGNED_BYTE, He = Tr.FLOAT, ha = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness", "u_lengthToThicknessRatio"], fa = {
  lengthToThicknessRatio: An.lengthToThicknessRatio
};
function xr(i) {
  var e = U(U({}, fa), {});
  return /* @__PURE__ */ (function(t) {
    function n() {
      return ue(this, n), fe(this, n, arguments);
    }
    return ge(n, t), de(n, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 6,
          VERTEX_SHADER_SOURCE: da,
          FRAGMENT_SHADER_SOURCE: Cn,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: ha,
          ATTRIBUTES: [{
            name: "a_positionStart",
            size: 2,
            type: He
          }, {
            name: "a_positionEnd",
            size: 2,
            type: He
          }, {
            name: "a_normal",
            size: 2,
            type: He
          }, {
            name: "a_color",
            size: 4,
            type: li,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: li,
            normalized: !0
          }, {
            name: "a_radius",
            size: 1,
            type: He
          }],
          CONSTANT_ATTRIBUTES: [
            // If 0, then position will be a_positionStart
            // If 1, then position will be a_positionEnd
            {
              name: "a_positionCoef",
              size: 1,
              type: He
            },
            {
              name: "a_normalCoef",
              size: 1,
              type: He
            },
            {
              name: "a_radiusCoef",
              size: 1,
              type: He
            }
          ],
          CONSTANT_DATA: [[0, 1, 0], [0, -1, 0], [1, 1, 1], [1, 1, 1], [0, -1, 0], [1, -1, -1]]
        };
      }
    }, {
      key: "processVisibleItem",
      value: function(o, s, a, l, c) {
        var d = c.size || 1, h = a.x, g = a.y, p = l.x, S = l.y, _ = Ye(c.color), x = p - h, L = S - g, R = l.size || 1, E = x * x + L * L, v = 0, k = 0;
        E && (E = 1 / Math.sqrt(E), v = -L * E * d, k = x * E * d);
        var A = this.array;
        A[s++] = h, A[s++] = g, A[s++] = p, A[s++] = S, A[s++] = v, A[s++] = k, A[s++] = _, A[s++] = o, A[s++] = R;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, l = s.uniformLocations, c = l.u_matrix, d = l.u_zoomRatio, h = l.u_feather, g = l.u_pixelRatio, p = l.u_correctionRatio, S = l.u_sizeRatio, _ = l.u_minEdgeThickness, x = l.u_lengthToThicknessRatio;
        a.uniformMatrix3fv(c, !1, o.matrix), a.uniform1f(d, o.zoomRatio), a.uniform1f(S, o.sizeRatio), a.uniform1f(p, o.correctionRatio), a.uniform1f(g, o.pixelRatio), a.uniform1f(h, o.antiAliasingFeather), a.uniform1f(_, o.minEdgeThickness), a.uniform1f(x, e.lengthToThicknessRatio);
      }
    }]);
  })(qt);
}
xr();
function ga(i) {
  return _r([xr(), Bt(i)]);
}
var pa = ga(), ma = pa, va = (
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
), ya = va, Ar = WebGLRenderingContext, ci = Ar.UNSIGNED_BYTE, vt = Ar.FLOAT, ba = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness"], wa = /* @__PURE__ */ (function(i) {
  function e() {
    return ue(this, e), fe(this, e, arguments);
  }
  return ge(e, i), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: ya,
        FRAGMENT_SHADER_SOURCE: Cn,
        METHOD: WebGLRenderingContext.TRIANGLES,
        UNIFORMS: ba,
        ATTRIBUTES: [{
          name: "a_positionStart",
          size: 2,
          type: vt
        }, {
          name: "a_positionEnd",
          size: 2,
          type: vt
        }, {
          name: "a_normal",
          size: 2,
          type: vt
        }, {
          name: "a_color",
          size: 4,
          type: ci,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: ci,
          normalized: !0
        }],
        CONSTANT_ATTRIBUTES: [
          // If 0, then position will be a_positionStart
          // If 2, then position will be a_positionEnd
          {
            name: "a_positionCoef",
            size: 1,
            type: vt
          },
          {
            name: "a_normalCoef",
            size: 1,
            type: vt
          }
        ],
        CONSTANT_DATA: [[0, 1], [0, -1], [1, 1], [1, 1], [0, -1], [1, -1]]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(n, r, o, s, a) {
      var l = a.size || 1, c = o.x, d = o.y, h = s.x, g = s.y, p = Ye(a.color), S = h - c, _ = g - d, x = S * S + _ * _, L = 0, R = 0;
      x && (x = 1 / Math.sqrt(x), L = -_ * x * l, R = S * x * l);
      var E = this.array;
      E[r++] = c, E[r++] = d, E[r++] = h, E[r++] = g, E[r++] = L, E[r++] = R, E[r++] = p, E[r++] = n;
    }
  }, {
    key: "setUniforms",
    value: function(n, r) {
      var o = r.gl, s = r.uniformLocations, a = s.u_matrix, l = s.u_zoomRatio, c = s.u_feather, d = s.u_pixelRatio, h = s.u_correctionRatio, g = s.u_sizeRatio, p = s.u_minEdgeThickness;
      o.uniformMatrix3fv(a, !1, n.matrix), o.uniform1f(l, n.zoomRatio), o.uniform1f(g, n.sizeRatio), o.uniform1f(h, n.correctionRatio), o.uniform1f(d, n.pixelRatio), o.uniform1f(c, n.antiAliasingFeather), o.uniform1f(p, n.minEdgeThickness);
    }
  }]);
})(qt), Ln = /* @__PURE__ */ (function(i) {
  function e() {
    var t;
    return ue(this, e), t = fe(this, e), t.rawEmitter = t, t;
  }
  return ge(e, i), de(e);
})(Xi.EventEmitter), ka = hr();
const _a = /* @__PURE__ */ Yi(ka);
var Ea = function(e) {
  return e;
}, Sa = function(e) {
  return e * e;
}, Ra = function(e) {
  return e * (2 - e);
}, Ta = function(e) {
  return (e *= 2) < 1 ? 0.5 * e * e : -0.5 * (--e * (e - 2) - 1);
}, xa = function(e) {
  return e * e * e;
}, Aa = function(e) {
  return --e * e * e + 1;
}, Ca = function(e) {
  return (e *= 2) < 1 ? 0.5 * e * e * e : 0.5 * ((e -= 2) * e * e + 2);
}, La = {
  linear: Ea,
  quadraticIn: Sa,
  quadraticOut: Ra,
  quadraticInOut: Ta,
  cubicIn: xa,
  cubicOut: Aa,
  cubicInOut: Ca
}, Da = {
  easing: "quadraticInOut",
  duration: 150
};
function _e() {
  return Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
}
function Ot(i, e, t) {
  return i[0] = e, i[4] = typeof t == "number" ? t : e, i;
}
function ui(i, e) {
  var t = Math.sin(e), n = Math.cos(e);
  return i[0] = n, i[1] = t, i[3] = -t, i[4] = n, i;
}
function di(i, e, t) {
  return i[6] = e, i[7] = t, i;
}
function Ie(i, e) {
  var t = i[0], n = i[1], r = i[2], o = i[3], s = i[4], a = i[5], l = i[6], c = i[7], d = i[8], h = e[0], g = e[1], p = e[2], S = e[3], _ = e[4], x = e[5], L = e[6], R = e[7], E = e[8];
  return i[0] = h * t + g * o + p * l, i[1] = h * n + g * s + p * c, i[2] = h * r + g * a + p * d, i[3] = S * t + _ * o + x * l, i[4] = S * n + _ * s + x * c, i[5] = S * r + _ * a + x * d, i[6] = L * t + R * o + E * l, i[7] = L * n + R * s + E * c, i[8] = L * r + R * a + E * d, i;
}
function vn(i, e) {
  var t = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : 1, n = i[0], r = i[1], o = i[3], s = i[4], a = i[6], l = i[7], c = e.x, d = e.y;
  return {
    x: c * n + d * o + a * t,
    y: c * r + d * s + l * t
  };
}
function Ga(i, e) {
  var t = i.height / i.width, n = e.height / e.width;
  return t < 1 && n > 1 || t > 1 && n < 1 ? 1 : Math.min(Math.max(n, 1 / n), Math.max(1 / t, t));
}
function yt(i, e, t, n, r) {
  var o = i.angle, s = i.ratio, a = i.x, l = i.y, c = e.width, d = e.height, h = _e(), g = Math.min(c, d) - 2 * n, p = Ga(e, t);
  return r ? (Ie(h, di(_e(), a, l)), Ie(h, Ot(_e(), s)), Ie(h, ui(_e(), o)), Ie(h, Ot(_e(), c / g / 2 / p, d / g / 2 / p))) : (Ie(h, Ot(_e(), 2 * (g / c) * p, 2 * (g / d) * p)), Ie(h, ui(_e(), -o)), Ie(h, Ot(_e(), 1 / s)), Ie(h, di(_e(), -a, -l))), h;
}
function Na(i, e, t) {
  var n = vn(i, {
    x: Math.cos(e.angle),
    y: Math.sin(e.angle)
  }, 0), r = n.x, o = n.y;
  return 1 / Math.sqrt(Math.pow(r, 2) + Math.pow(o, 2)) / t.width;
}
function Pa(i) {
  if (!i.order) return {
    x: [0, 1],
    y: [0, 1]
  };
  var e = 1 / 0, t = -1 / 0, n = 1 / 0, r = -1 / 0;
  return i.forEachNode(function(o, s) {
    var a = s.x, l = s.y;
    a < e && (e = a), a > t && (t = a), l < n && (n = l), l > r && (r = l);
  }), {
    x: [e, t],
    y: [n, r]
  };
}
function $a(i) {
  if (!_a(i)) throw new Error("Sigma: invalid graph instance.");
  i.forEachNode(function(e, t) {
    if (!Number.isFinite(t.x) || !Number.isFinite(t.y))
      throw new Error("Sigma: Coordinates of node ".concat(e, " are invalid. A node must have a numeric 'x' and 'y' attribute."));
  });
}
function Fa(i, e, t) {
  var n = document.createElement(i);
  if (e)
    for (var r in e)
      n.style[r] = e[r];
  if (t)
    for (var o in t)
      n.setAttribute(o, t[o]);
  return n;
}
function hi() {
  return typeof window.devicePixelRatio < "u" ? window.devicePixelRatio : 1;
}
function fi(i, e, t) {
  return t.sort(function(n, r) {
    var o = e(n) || 0, s = e(r) || 0;
    return o < s ? -1 : o > s ? 1 : 0;
  });
}
function gi(i) {
  var e = lt(i.x, 2), t = e[0], n = e[1], r = lt(i.y, 2), o = r[0], s = r[1], a = Math.max(n - t, s - o), l = (n + t) / 2, c = (s + o) / 2;
  (a === 0 || Math.abs(a) === 1 / 0 || isNaN(a)) && (a = 1), isNaN(l) && (l = 0), isNaN(c) && (c = 0);
  var d = function(g) {
    return {
      x: 0.5 + (g.x - l) / a,
      y: 0.5 + (g.y - c) / a
    };
  };
  return d.applyTo = function(h) {
    h.x = 0.5 + (h.x - l) / a, h.y = 0.5 + (h.y - c) / a;
  }, d.inverse = function(h) {
    return {
      x: l + a * (h.x - 0.5),
      y: c + a * (h.y - 0.5)
    };
  }, d.ratio = a, d;
}
function yn(i) {
  "@babel/helpers - typeof";
  return yn = typeof Symbol == "function" && typeof Symbol.iterator == "symbol" ? function(e) {
    return typeof e;
  } : function(e) {
    return e && typeof Symbol == "function" && e.constructor === Symbol && e !== Symbol.prototype ? "symbol" : typeof e;
  }, yn(i);
}
function pi(i, e) {
  var t = e.size;
  if (t !== 0) {
    var n = i.length;
    i.length += t;
    var r = 0;
    e.forEach(function(o) {
      i[n + r] = o, r++;
    });
  }
}
function cn(i) {
  i = i || {};
  for (var e = 0, t = arguments.length <= 1 ? 0 : arguments.length - 1; e < t; e++) {
    var n = e + 1 < 1 || arguments.length <= e + 1 ? void 0 : arguments[e + 1];
    n && Object.assign(i, n);
  }
  return i;
}
var Dn = {
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
  defaultDrawEdgeLabel: Xs,
  defaultDrawNodeLabel: Er,
  defaultDrawNodeHover: Js,
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
}, Ia = {
  circle: Vt
}, za = {
  arrow: ma,
  line: wa
};
function un(i) {
  if (typeof i.labelDensity != "number" || i.labelDensity < 0)
    throw new Error("Settings: invalid `labelDensity`. Expecting a positive number.");
  var e = i.minCameraRatio, t = i.maxCameraRatio;
  if (typeof e == "number" && typeof t == "number" && t < e)
    throw new Error("Settings: invalid camera ratio boundaries. Expecting `maxCameraRatio` to be greater than `minCameraRatio`.");
}
function Oa(i) {
  var e = cn({}, Dn, i);
  return e.nodeProgramClasses = cn({}, Ia, e.nodeProgramClasses), e.edgeProgramClasses = cn({}, za, e.edgeProgramClasses), e;
}
var Mt = 1.5, mi = /* @__PURE__ */ (function(i) {
  function e() {
    var t;
    return ue(this, e), t = fe(this, e), N(t, "x", 0.5), N(t, "y", 0.5), N(t, "angle", 0), N(t, "ratio", 1), N(t, "minRatio", null), N(t, "maxRatio", null), N(t, "enabledZooming", !0), N(t, "enabledPanning", !0), N(t, "enabledRotation", !0), N(t, "clean", null), N(t, "nextFrame", null), N(t, "previousState", null), N(t, "enabled", !0), t.previousState = t.getState(), t;
  }
  return ge(e, i), de(e, [{
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
    value: function(n) {
      return this.x === n.x && this.y === n.y && this.ratio === n.ratio && this.angle === n.angle;
    }
    /**
     * Method used to retrieve the camera's previous state.
     */
  }, {
    key: "getPreviousState",
    value: function() {
      var n = this.previousState;
      return n ? {
        x: n.x,
        y: n.y,
        angle: n.angle,
        ratio: n.ratio
      } : null;
    }
    /**
     * Method used to check minRatio and maxRatio values.
     */
  }, {
    key: "getBoundedRatio",
    value: function(n) {
      var r = n;
      return typeof this.minRatio == "number" && (r = Math.max(r, this.minRatio)), typeof this.maxRatio == "number" && (r = Math.min(r, this.maxRatio)), r;
    }
    /**
     * Method used to check various things to return a legit state candidate.
     */
  }, {
    key: "validateState",
    value: function(n) {
      var r = {};
      return this.enabledPanning && typeof n.x == "number" && (r.x = n.x), this.enabledPanning && typeof n.y == "number" && (r.y = n.y), this.enabledZooming && typeof n.ratio == "number" && (r.ratio = this.getBoundedRatio(n.ratio)), this.enabledRotation && typeof n.angle == "number" && (r.angle = n.angle), this.clean ? this.clean(U(U({}, this.getState()), r)) : r;
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
    value: function(n) {
      if (!this.enabled) return this;
      this.previousState = this.getState();
      var r = this.validateState(n);
      return typeof r.x == "number" && (this.x = r.x), typeof r.y == "number" && (this.y = r.y), typeof r.ratio == "number" && (this.ratio = r.ratio), typeof r.angle == "number" && (this.angle = r.angle), this.hasState(this.previousState) || this.emit("updated", this.getState()), this;
    }
    /**
     * Method used to update the camera's state using a function.
     */
  }, {
    key: "updateState",
    value: function(n) {
      return this.setState(n(this.getState())), this;
    }
    /**
     * Method used to animate the camera.
     */
  }, {
    key: "animate",
    value: function(n) {
      var r = this, o = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, s = arguments.length > 2 ? arguments[2] : void 0;
      if (!s) return new Promise(function(p) {
        return r.animate(n, o, p);
      });
      if (this.enabled) {
        var a = U(U({}, Da), o), l = this.validateState(n), c = typeof a.easing == "function" ? a.easing : La[a.easing], d = Date.now(), h = this.getState(), g = function() {
          var S = (Date.now() - d) / a.duration;
          if (S >= 1) {
            r.nextFrame = null, r.setState(l), r.animationCallback && (r.animationCallback.call(null), r.animationCallback = void 0);
            return;
          }
          var _ = c(S), x = {};
          typeof l.x == "number" && (x.x = h.x + (l.x - h.x) * _), typeof l.y == "number" && (x.y = h.y + (l.y - h.y) * _), r.enabledRotation && typeof l.angle == "number" && (x.angle = h.angle + (l.angle - h.angle) * _), typeof l.ratio == "number" && (x.ratio = h.ratio + (l.ratio - h.ratio) * _), r.setState(x), r.nextFrame = requestAnimationFrame(g);
        };
        this.nextFrame ? (cancelAnimationFrame(this.nextFrame), this.animationCallback && this.animationCallback.call(null), this.nextFrame = requestAnimationFrame(g)) : g(), this.animationCallback = s;
      }
    }
    /**
     * Method used to zoom the camera.
     */
  }, {
    key: "animatedZoom",
    value: function(n) {
      return n ? typeof n == "number" ? this.animate({
        ratio: this.ratio / n
      }) : this.animate({
        ratio: this.ratio / (n.factor || Mt)
      }, n) : this.animate({
        ratio: this.ratio / Mt
      });
    }
    /**
     * Method used to unzoom the camera.
     */
  }, {
    key: "animatedUnzoom",
    value: function(n) {
      return n ? typeof n == "number" ? this.animate({
        ratio: this.ratio * n
      }) : this.animate({
        ratio: this.ratio * (n.factor || Mt)
      }, n) : this.animate({
        ratio: this.ratio * Mt
      });
    }
    /**
     * Method used to reset the camera.
     */
  }, {
    key: "animatedReset",
    value: function(n) {
      return this.animate({
        x: 0.5,
        y: 0.5,
        ratio: 1,
        angle: 0
      }, n);
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
    value: function(n) {
      var r = new e();
      return r.setState(n);
    }
  }]);
})(Ln);
function Ee(i, e) {
  var t = e.getBoundingClientRect();
  return {
    x: i.clientX - t.left,
    y: i.clientY - t.top
  };
}
function De(i, e) {
  var t = U(U({}, Ee(i, e)), {}, {
    sigmaDefaultPrevented: !1,
    preventSigmaDefault: function() {
      t.sigmaDefaultPrevented = !0;
    },
    original: i
  });
  return t;
}
function bt(i) {
  var e = "x" in i ? i : U(U({}, i.touches[0] || i.previousTouches[0]), {}, {
    original: i.original,
    sigmaDefaultPrevented: i.sigmaDefaultPrevented,
    preventSigmaDefault: function() {
      i.sigmaDefaultPrevented = !0, e.sigmaDefaultPrevented = !0;
    }
  });
  return e;
}
function Ma(i, e) {
  return U(U({}, De(i, e)), {}, {
    delta: Cr(i)
  });
}
var Ua = 2;
function Ut(i) {
  for (var e = [], t = 0, n = Math.min(i.length, Ua); t < n; t++) e.push(i[t]);
  return e;
}
function wt(i, e, t) {
  var n = {
    touches: Ut(i.touches).map(function(r) {
      return Ee(r, t);
    }),
    previousTouches: e.map(function(r) {
      return Ee(r, t);
    }),
    sigmaDefaultPrevented: !1,
    preventSigmaDefault: function() {
      n.sigmaDefaultPrevented = !0;
    },
    original: i
  };
  return n;
}
function Cr(i) {
  if (typeof i.deltaY < "u") return i.deltaY * -3 / 360;
  if (typeof i.detail < "u") return i.detail / -9;
  throw new Error("Captor: could not extract delta from event.");
}
var Lr = /* @__PURE__ */ (function(i) {
  function e(t, n) {
    var r;
    return ue(this, e), r = fe(this, e), r.container = t, r.renderer = n, r;
  }
  return ge(e, i), de(e);
})(Ln), Ba = ["doubleClickTimeout", "doubleClickZoomingDuration", "doubleClickZoomingRatio", "dragTimeout", "draggedEventsTolerance", "inertiaDuration", "inertiaRatio", "zoomDuration", "zoomingRatio"], Wa = Ba.reduce(function(i, e) {
  return U(U({}, i), {}, N({}, e, Dn[e]));
}, {}), Ha = /* @__PURE__ */ (function(i) {
  function e(t, n) {
    var r;
    return ue(this, e), r = fe(this, e, [t, n]), N(r, "enabled", !0), N(r, "draggedEvents", 0), N(r, "downStartTime", null), N(r, "lastMouseX", null), N(r, "lastMouseY", null), N(r, "isMouseDown", !1), N(r, "isMoving", !1), N(r, "movingTimeout", null), N(r, "startCameraState", null), N(r, "clicks", 0), N(r, "doubleClickTimeout", null), N(r, "currentWheelDirection", 0), N(r, "settings", Wa), r.handleClick = r.handleClick.bind(r), r.handleRightClick = r.handleRightClick.bind(r), r.handleDown = r.handleDown.bind(r), r.handleUp = r.handleUp.bind(r), r.handleMove = r.handleMove.bind(r), r.handleWheel = r.handleWheel.bind(r), r.handleLeave = r.handleLeave.bind(r), r.handleEnter = r.handleEnter.bind(r), t.addEventListener("click", r.handleClick, {
      capture: !1
    }), t.addEventListener("contextmenu", r.handleRightClick, {
      capture: !1
    }), t.addEventListener("mousedown", r.handleDown, {
      capture: !1
    }), t.addEventListener("wheel", r.handleWheel, {
      capture: !1
    }), t.addEventListener("mouseleave", r.handleLeave, {
      capture: !1
    }), t.addEventListener("mouseenter", r.handleEnter, {
      capture: !1
    }), document.addEventListener("mousemove", r.handleMove, {
      capture: !1
    }), document.addEventListener("mouseup", r.handleUp, {
      capture: !1
    }), r;
  }
  return ge(e, i), de(e, [{
    key: "kill",
    value: function() {
      var n = this.container;
      n.removeEventListener("click", this.handleClick), n.removeEventListener("contextmenu", this.handleRightClick), n.removeEventListener("mousedown", this.handleDown), n.removeEventListener("wheel", this.handleWheel), n.removeEventListener("mouseleave", this.handleLeave), n.removeEventListener("mouseenter", this.handleEnter), document.removeEventListener("mousemove", this.handleMove), document.removeEventListener("mouseup", this.handleUp);
    }
  }, {
    key: "handleClick",
    value: function(n) {
      var r = this;
      if (this.enabled) {
        if (this.clicks++, this.clicks === 2)
          return this.clicks = 0, typeof this.doubleClickTimeout == "number" && (clearTimeout(this.doubleClickTimeout), this.doubleClickTimeout = null), this.handleDoubleClick(n);
        setTimeout(function() {
          r.clicks = 0, r.doubleClickTimeout = null;
        }, this.settings.doubleClickTimeout), this.draggedEvents < this.settings.draggedEventsTolerance && this.emit("click", De(n, this.container));
      }
    }
  }, {
    key: "handleRightClick",
    value: function(n) {
      this.enabled && this.emit("rightClick", De(n, this.container));
    }
  }, {
    key: "handleDoubleClick",
    value: function(n) {
      if (this.enabled) {
        n.preventDefault(), n.stopPropagation();
        var r = De(n, this.container);
        if (this.emit("doubleClick", r), !r.sigmaDefaultPrevented) {
          var o = this.renderer.getCamera(), s = o.getBoundedRatio(o.getState().ratio / this.settings.doubleClickZoomingRatio);
          o.animate(this.renderer.getViewportZoomedState(Ee(n, this.container), s), {
            easing: "quadraticInOut",
            duration: this.settings.doubleClickZoomingDuration
          });
        }
      }
    }
  }, {
    key: "handleDown",
    value: function(n) {
      if (this.enabled) {
        if (n.button === 0) {
          this.startCameraState = this.renderer.getCamera().getState();
          var r = Ee(n, this.container), o = r.x, s = r.y;
          this.lastMouseX = o, this.lastMouseY = s, this.draggedEvents = 0, this.downStartTime = Date.now(), this.isMouseDown = !0;
        }
        this.emit("mousedown", De(n, this.container));
      }
    }
  }, {
    key: "handleUp",
    value: function(n) {
      var r = this;
      if (!(!this.enabled || !this.isMouseDown)) {
        var o = this.renderer.getCamera();
        this.isMouseDown = !1, typeof this.movingTimeout == "number" && (clearTimeout(this.movingTimeout), this.movingTimeout = null);
        var s = Ee(n, this.container), a = s.x, l = s.y, c = o.getState(), d = o.getPreviousState() || {
          x: 0,
          y: 0
        };
        this.isMoving ? o.animate({
          x: c.x + this.settings.inertiaRatio * (c.x - d.x),
          y: c.y + this.settings.inertiaRatio * (c.y - d.y)
        }, {
          duration: this.settings.inertiaDuration,
          easing: "quadraticOut"
        }) : (this.lastMouseX !== a || this.lastMouseY !== l) && o.setState({
          x: c.x,
          y: c.y
        }), this.isMoving = !1, setTimeout(function() {
          var h = r.draggedEvents > 0;
          r.draggedEvents = 0, h && r.renderer.getSetting("hideEdgesOnMove") && r.renderer.refresh();
        }, 0), this.emit("mouseup", De(n, this.container));
      }
    }
  }, {
    key: "handleMove",
    value: function(n) {
      var r = this;
      if (this.enabled) {
        var o = De(n, this.container);
        if (this.emit("mousemovebody", o), (n.target === this.container || n.composedPath()[0] === this.container) && this.emit("mousemove", o), !o.sigmaDefaultPrevented && this.isMouseDown) {
          this.isMoving = !0, this.draggedEvents++, typeof this.movingTimeout == "number" && clearTimeout(this.movingTimeout), this.movingTimeout = window.setTimeout(function() {
            r.movingTimeout = null, r.isMoving = !1;
          }, this.settings.dragTimeout);
          var s = this.renderer.getCamera(), a = Ee(n, this.container), l = a.x, c = a.y, d = this.renderer.viewportToFramedGraph({
            x: this.lastMouseX,
            y: this.lastMouseY
          }), h = this.renderer.viewportToFramedGraph({
            x: l,
            y: c
          }), g = d.x - h.x, p = d.y - h.y, S = s.getState(), _ = S.x + g, x = S.y + p;
          s.setState({
            x: _,
            y: x
          }), this.lastMouseX = l, this.lastMouseY = c, n.preventDefault(), n.stopPropagation();
        }
      }
    }
  }, {
    key: "handleLeave",
    value: function(n) {
      this.emit("mouseleave", De(n, this.container));
    }
  }, {
    key: "handleEnter",
    value: function(n) {
      this.emit("mouseenter", De(n, this.container));
    }
  }, {
    key: "handleWheel",
    value: function(n) {
      var r = this, o = this.renderer.getCamera();
      if (!(!this.enabled || !o.enabledZooming)) {
        var s = Cr(n);
        if (s) {
          var a = Ma(n, this.container);
          if (this.emit("wheel", a), a.sigmaDefaultPrevented) {
            n.preventDefault(), n.stopPropagation();
            return;
          }
          var l = o.getState().ratio, c = s > 0 ? 1 / this.settings.zoomingRatio : this.settings.zoomingRatio, d = o.getBoundedRatio(l * c), h = s > 0 ? 1 : -1, g = Date.now();
          l !== d && (n.preventDefault(), n.stopPropagation(), !(this.currentWheelDirection === h && this.lastWheelTriggerTime && g - this.lastWheelTriggerTime < this.settings.zoomDuration / 5) && (o.animate(this.renderer.getViewportZoomedState(Ee(n, this.container), d), {
            easing: "quadraticOut",
            duration: this.settings.zoomDuration
          }, function() {
            r.currentWheelDirection = 0;
          }), this.currentWheelDirection = h, this.lastWheelTriggerTime = g));
        }
      }
    }
  }, {
    key: "setSettings",
    value: function(n) {
      this.settings = n;
    }
  }]);
})(Lr), ja = ["dragTimeout", "inertiaDuration", "inertiaRatio", "doubleClickTimeout", "doubleClickZoomingRatio", "doubleClickZoomingDuration", "tapMoveTolerance"], qa = ja.reduce(function(i, e) {
  return U(U({}, i), {}, N({}, e, Dn[e]));
}, {}), Va = /* @__PURE__ */ (function(i) {
  function e(t, n) {
    var r;
    return ue(this, e), r = fe(this, e, [t, n]), N(r, "enabled", !0), N(r, "isMoving", !1), N(r, "hasMoved", !1), N(r, "touchMode", 0), N(r, "startTouchesPositions", []), N(r, "lastTouches", []), N(r, "lastTap", null), N(r, "settings", qa), r.handleStart = r.handleStart.bind(r), r.handleLeave = r.handleLeave.bind(r), r.handleMove = r.handleMove.bind(r), t.addEventListener("touchstart", r.handleStart, {
      capture: !1
    }), t.addEventListener("touchcancel", r.handleLeave, {
      capture: !1
    }), document.addEventListener("touchend", r.handleLeave, {
      capture: !1,
      passive: !1
    }), document.addEventListener("touchmove", r.handleMove, {
      capture: !1,
      passive: !1
    }), r;
  }
  return ge(e, i), de(e, [{
    key: "kill",
    value: function() {
      var n = this.container;
      n.removeEventListener("touchstart", this.handleStart), n.removeEventListener("touchcancel", this.handleLeave), document.removeEventListener("touchend", this.handleLeave), document.removeEventListener("touchmove", this.handleMove);
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
    value: function(n) {
      var r = this;
      if (this.enabled) {
        n.preventDefault();
        var o = Ut(n.touches);
        if (this.touchMode = o.length, this.startCameraState = this.renderer.getCamera().getState(), this.startTouchesPositions = o.map(function(p) {
          return Ee(p, r.container);
        }), this.touchMode === 2) {
          var s = lt(this.startTouchesPositions, 2), a = s[0], l = a.x, c = a.y, d = s[1], h = d.x, g = d.y;
          this.startTouchesAngle = Math.atan2(g - c, h - l), this.startTouchesDistance = Math.sqrt(Math.pow(h - l, 2) + Math.pow(g - c, 2));
        }
        this.emit("touchdown", wt(n, this.lastTouches, this.container)), this.lastTouches = o, this.lastTouchesPositions = this.startTouchesPositions;
      }
    }
  }, {
    key: "handleLeave",
    value: function(n) {
      if (!(!this.enabled || !this.startTouchesPositions.length)) {
        switch (n.cancelable && n.preventDefault(), this.movingTimeout && (this.isMoving = !1, clearTimeout(this.movingTimeout)), this.touchMode) {
          // eslint-disable-next-line @typescript-eslint/ban-ts-comment
          // @ts-ignore
          case 2:
            if (n.touches.length === 1) {
              this.handleStart(n), n.preventDefault();
              break;
            }
          /* falls through */
          case 1:
            if (this.isMoving) {
              var r = this.renderer.getCamera(), o = r.getState(), s = r.getPreviousState() || {
                x: 0,
                y: 0
              };
              r.animate({
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
        if (this.emit("touchup", wt(n, this.lastTouches, this.container)), !n.touches.length) {
          var a = Ee(this.lastTouches[0], this.container), l = this.startTouchesPositions[0], c = Math.pow(a.x - l.x, 2) + Math.pow(a.y - l.y, 2);
          if (!n.touches.length && c < Math.pow(this.settings.tapMoveTolerance, 2))
            if (this.lastTap && Date.now() - this.lastTap.time < this.settings.doubleClickTimeout) {
              var d = wt(n, this.lastTouches, this.container);
              if (this.emit("doubletap", d), this.lastTap = null, !d.sigmaDefaultPrevented) {
                var h = this.renderer.getCamera(), g = h.getBoundedRatio(h.getState().ratio / this.settings.doubleClickZoomingRatio);
                h.animate(this.renderer.getViewportZoomedState(a, g), {
                  easing: "quadraticInOut",
                  duration: this.settings.doubleClickZoomingDuration
                });
              }
            } else {
              var p = wt(n, this.lastTouches, this.container);
              this.emit("tap", p), this.lastTap = {
                time: Date.now(),
                position: p.touches[0] || p.previousTouches[0]
              };
            }
        }
        this.lastTouches = Ut(n.touches), this.startTouchesPositions = [];
      }
    }
  }, {
    key: "handleMove",
    value: function(n) {
      var r = this;
      if (!(!this.enabled || !this.startTouchesPositions.length)) {
        n.preventDefault();
        var o = Ut(n.touches), s = o.map(function(J) {
          return Ee(J, r.container);
        }), a = this.lastTouches;
        this.lastTouches = o, this.lastTouchesPositions = s;
        var l = wt(n, a, this.container);
        if (this.emit("touchmove", l), !l.sigmaDefaultPrevented && (this.hasMoved || (this.hasMoved = s.some(function(J, b) {
          var T = r.startTouchesPositions[b];
          return T && (J.x !== T.x || J.y !== T.y);
        })), !!this.hasMoved)) {
          this.isMoving = !0, this.movingTimeout && clearTimeout(this.movingTimeout), this.movingTimeout = window.setTimeout(function() {
            r.isMoving = !1;
          }, this.settings.dragTimeout);
          var c = this.renderer.getCamera(), d = this.startCameraState, h = this.renderer.getSetting("stagePadding");
          switch (this.touchMode) {
            case 1: {
              var g = this.renderer.viewportToFramedGraph((this.startTouchesPositions || [])[0]), p = g.x, S = g.y, _ = this.renderer.viewportToFramedGraph(s[0]), x = _.x, L = _.y;
              c.setState({
                x: d.x + p - x,
                y: d.y + S - L
              });
              break;
            }
            case 2: {
              var R = {
                x: 0.5,
                y: 0.5,
                angle: 0,
                ratio: 1
              }, E = s[0], v = E.x, k = E.y, A = s[1], D = A.x, z = A.y, M = Math.atan2(z - k, D - v) - this.startTouchesAngle, B = Math.hypot(z - k, D - v) / this.startTouchesDistance, X = c.getBoundedRatio(d.ratio / B);
              R.ratio = X, R.angle = d.angle + M;
              var W = this.getDimensions(), y = this.renderer.viewportToFramedGraph((this.startTouchesPositions || [])[0], {
                cameraState: d
              }), $ = Math.min(W.width, W.height) - 2 * h, C = $ / W.width, w = $ / W.height, m = X / $, P = v - $ / 2 / C, I = k - $ / 2 / w, K = [P * Math.cos(-R.angle) - I * Math.sin(-R.angle), I * Math.cos(-R.angle) + P * Math.sin(-R.angle)];
              P = K[0], I = K[1], R.x = y.x - P * m, R.y = y.y + I * m, c.setState(R);
              break;
            }
          }
        }
      }
    }
  }, {
    key: "setSettings",
    value: function(n) {
      this.settings = n;
    }
  }]);
})(Lr);
function Ka(i) {
  if (Array.isArray(i)) return pn(i);
}
function Za(i) {
  if (typeof Symbol < "u" && i[Symbol.iterator] != null || i["@@iterator"] != null) return Array.from(i);
}
function Ya() {
  throw new TypeError(`Invalid attempt to spread non-iterable instance.
In order to be iterable, non-array objects must have a [Symbol.iterator]() method.`);
}
function vi(i) {
  return Ka(i) || Za(i) || gr(i) || Ya();
}
function Xa(i, e) {
  if (i == null) return {};
  var t = {};
  for (var n in i) if ({}.hasOwnProperty.call(i, n)) {
    if (e.indexOf(n) !== -1) continue;
    t[n] = i[n];
  }
  return t;
}
function dn(i, e) {
  if (i == null) return {};
  var t, n, r = Xa(i, e);
  if (Object.getOwnPropertySymbols) {
    var o = Object.getOwnPropertySymbols(i);
    for (n = 0; n < o.length; n++) t = o[n], e.indexOf(t) === -1 && {}.propertyIsEnumerable.call(i, t) && (r[t] = i[t]);
  }
  return r;
}
var yi = /* @__PURE__ */ (function() {
  function i(e, t) {
    ue(this, i), this.key = e, this.size = t;
  }
  return de(i, null, [{
    key: "compare",
    value: function(t, n) {
      return t.size > n.size ? -1 : t.size < n.size || t.key > n.key ? 1 : -1;
    }
  }]);
})(), bi = /* @__PURE__ */ (function() {
  function i() {
    ue(this, i), N(this, "width", 0), N(this, "height", 0), N(this, "cellSize", 0), N(this, "columns", 0), N(this, "rows", 0), N(this, "cells", {});
  }
  return de(i, [{
    key: "resizeAndClear",
    value: function(t, n) {
      this.width = t.width, this.height = t.height, this.cellSize = n, this.columns = Math.ceil(t.width / n), this.rows = Math.ceil(t.height / n), this.cells = {};
    }
  }, {
    key: "getIndex",
    value: function(t) {
      var n = Math.floor(t.x / this.cellSize), r = Math.floor(t.y / this.cellSize);
      return r * this.columns + n;
    }
  }, {
    key: "add",
    value: function(t, n, r) {
      var o = new yi(t, n), s = this.getIndex(r), a = this.cells[s];
      a || (a = [], this.cells[s] = a), a.push(o);
    }
  }, {
    key: "organize",
    value: function() {
      for (var t in this.cells) {
        var n = this.cells[t];
        n.sort(yi.compare);
      }
    }
  }, {
    key: "getLabelsToDisplay",
    value: function(t, n) {
      var r = this.cellSize * this.cellSize, o = r / t / t, s = o * n / r, a = Math.ceil(s), l = [];
      for (var c in this.cells)
        for (var d = this.cells[c], h = 0; h < Math.min(a, d.length); h++)
          l.push(d[h].key);
      return l;
    }
  }]);
})();
function Ja(i) {
  var e = i.graph, t = i.hoveredNode, n = i.highlightedNodes, r = i.displayedNodeLabels, o = [];
  return e.forEachEdge(function(s, a, l, c) {
    (l === t || c === t || n.has(l) || n.has(c) || r.has(l) && r.has(c)) && o.push(s);
  }), o;
}
var wi = 150, ki = 50, Ge = Object.prototype.hasOwnProperty;
function Qa(i, e, t) {
  if (!Ge.call(t, "x") || !Ge.call(t, "y")) throw new Error('Sigma: could not find a valid position (x, y) for node "'.concat(e, '". All your nodes must have a number "x" and "y". Maybe your forgot to apply a layout or your "nodeReducer" is not returning the correct data?'));
  return t.color || (t.color = i.defaultNodeColor), !t.label && t.label !== "" && (t.label = null), t.label !== void 0 && t.label !== null ? t.label = "" + t.label : t.label = null, t.size || (t.size = 2), Ge.call(t, "hidden") || (t.hidden = !1), Ge.call(t, "highlighted") || (t.highlighted = !1), Ge.call(t, "forceLabel") || (t.forceLabel = !1), (!t.type || t.type === "") && (t.type = i.defaultNodeType), t.zIndex || (t.zIndex = 0), t;
}
function el(i, e, t) {
  return t.color || (t.color = i.defaultEdgeColor), t.label || (t.label = ""), t.size || (t.size = 0.5), Ge.call(t, "hidden") || (t.hidden = !1), Ge.call(t, "forceLabel") || (t.forceLabel = !1), (!t.type || t.type === "") && (t.type = i.defaultEdgeType), t.zIndex || (t.zIndex = 0), t;
}
var tl = /* @__PURE__ */ (function(i) {
  function e(t, n) {
    var r, o = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : {};
    if (ue(this, e), r = fe(this, e), N(r, "elements", {}), N(r, "canvasContexts", {}), N(r, "webGLContexts", {}), N(r, "pickingLayers", /* @__PURE__ */ new Set()), N(r, "textures", {}), N(r, "frameBuffers", {}), N(r, "activeListeners", {}), N(r, "labelGrid", new bi()), N(r, "nodeDataCache", {}), N(r, "edgeDataCache", {}), N(r, "nodeProgramIndex", {}), N(r, "edgeProgramIndex", {}), N(r, "nodesWithForcedLabels", /* @__PURE__ */ new Set()), N(r, "edgesWithForcedLabels", /* @__PURE__ */ new Set()), N(r, "nodeExtent", {
      x: [0, 1],
      y: [0, 1]
    }), N(r, "nodeZExtent", [1 / 0, -1 / 0]), N(r, "edgeZExtent", [1 / 0, -1 / 0]), N(r, "matrix", _e()), N(r, "invMatrix", _e()), N(r, "correctionRatio", 1), N(r, "customBBox", null), N(r, "normalizationFunction", gi({
      x: [0, 1],
      y: [0, 1]
    })), N(r, "graphToViewportRatio", 1), N(r, "itemIDsIndex", {}), N(r, "nodeIndices", {}), N(r, "edgeIndices", {}), N(r, "width", 0), N(r, "height", 0), N(r, "pixelRatio", hi()), N(r, "pickingDownSizingRatio", 2 * r.pixelRatio), N(r, "displayedNodeLabels", /* @__PURE__ */ new Set()), N(r, "displayedEdgeLabels", /* @__PURE__ */ new Set()), N(r, "highlightedNodes", /* @__PURE__ */ new Set()), N(r, "hoveredNode", null), N(r, "hoveredEdge", null), N(r, "renderFrame", null), N(r, "renderHighlightedNodesFrame", null), N(r, "needToProcess", !1), N(r, "checkEdgesEventsFrame", null), N(r, "nodePrograms", {}), N(r, "nodeHoverPrograms", {}), N(r, "edgePrograms", {}), r.settings = Oa(o), un(r.settings), $a(t), !(n instanceof HTMLElement)) throw new Error("Sigma: container should be an html element.");
    r.graph = t, r.container = n, r.createWebGLContext("edges", {
      picking: o.enableEdgeEvents
    }), r.createCanvasContext("edgeLabels"), r.createWebGLContext("nodes", {
      picking: !0
    }), r.createCanvasContext("labels"), r.createCanvasContext("hovers"), r.createWebGLContext("hoverNodes"), r.createCanvasContext("mouse", {
      style: {
        touchAction: "none",
        userSelect: "none"
      }
    }), r.resize();
    for (var s in r.settings.nodeProgramClasses)
      r.registerNodeProgram(s, r.settings.nodeProgramClasses[s], r.settings.nodeHoverProgramClasses[s]);
    for (var a in r.settings.edgeProgramClasses)
      r.registerEdgeProgram(a, r.settings.edgeProgramClasses[a]);
    return r.camera = new mi(), r.bindCameraHandlers(), r.mouseCaptor = new Ha(r.elements.mouse, r), r.mouseCaptor.setSettings(r.settings), r.touchCaptor = new Va(r.elements.mouse, r), r.touchCaptor.setSettings(r.settings), r.bindEventHandlers(), r.bindGraphHandlers(), r.handleSettingsUpdate(), r.refresh(), r;
  }
  return ge(e, i), de(e, [{
    key: "registerNodeProgram",
    value: function(n, r, o) {
      return this.nodePrograms[n] && this.nodePrograms[n].kill(), this.nodeHoverPrograms[n] && this.nodeHoverPrograms[n].kill(), this.nodePrograms[n] = new r(this.webGLContexts.nodes, this.frameBuffers.nodes, this), this.nodeHoverPrograms[n] = new (o || r)(this.webGLContexts.hoverNodes, null, this), this;
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
    value: function(n, r) {
      return this.edgePrograms[n] && this.edgePrograms[n].kill(), this.edgePrograms[n] = new r(this.webGLContexts.edges, this.frameBuffers.edges, this), this;
    }
    /**
     * Internal function used to unregister a node program
     *
     * @param  {string} key - The program's key, matching the related nodes "type" values.
     * @return {Sigma}
     */
  }, {
    key: "unregisterNodeProgram",
    value: function(n) {
      if (this.nodePrograms[n]) {
        var r = this.nodePrograms, o = r[n], s = dn(r, [n].map(_t));
        o.kill(), this.nodePrograms = s;
      }
      if (this.nodeHoverPrograms[n]) {
        var a = this.nodeHoverPrograms, l = a[n], c = dn(a, [n].map(_t));
        l.kill(), this.nodePrograms = c;
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
    value: function(n) {
      if (this.edgePrograms[n]) {
        var r = this.edgePrograms, o = r[n], s = dn(r, [n].map(_t));
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
    value: function(n) {
      var r = this.webGLContexts[n], o = this.frameBuffers[n], s = this.textures[n];
      s && r.deleteTexture(s);
      var a = r.createTexture();
      return r.bindFramebuffer(r.FRAMEBUFFER, o), r.bindTexture(r.TEXTURE_2D, a), r.texImage2D(r.TEXTURE_2D, 0, r.RGBA, this.width, this.height, 0, r.RGBA, r.UNSIGNED_BYTE, null), r.framebufferTexture2D(r.FRAMEBUFFER, r.COLOR_ATTACHMENT0, r.TEXTURE_2D, a, 0), this.textures[n] = a, this;
    }
    /**
     * Method binding camera handlers.
     *
     * @return {Sigma}
     */
  }, {
    key: "bindCameraHandlers",
    value: function() {
      var n = this;
      return this.activeListeners.camera = function() {
        n.scheduleRender();
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
    value: function(n) {
      var r = n.x, o = n.y, s = ni(this.webGLContexts.nodes, this.frameBuffers.nodes, r, o, this.pixelRatio, this.pickingDownSizingRatio), a = ti.apply(void 0, vi(s)), l = this.itemIDsIndex[a];
      return l && l.type === "node" ? l.id : null;
    }
    /**
     * Method binding event handlers.
     *
     * @return {Sigma}
     */
  }, {
    key: "bindEventHandlers",
    value: function() {
      var n = this;
      this.activeListeners.handleResize = function() {
        n.scheduleRefresh();
      }, window.addEventListener("resize", this.activeListeners.handleResize), this.activeListeners.handleMove = function(o) {
        var s = bt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        }, l = n.getNodeAtPosition(s);
        if (l && n.hoveredNode !== l && !n.nodeDataCache[l].hidden) {
          n.hoveredNode && n.emit("leaveNode", U(U({}, a), {}, {
            node: n.hoveredNode
          })), n.hoveredNode = l, n.emit("enterNode", U(U({}, a), {}, {
            node: l
          })), n.scheduleHighlightedNodesRender();
          return;
        }
        if (n.hoveredNode && n.getNodeAtPosition(s) !== n.hoveredNode) {
          var c = n.hoveredNode;
          n.hoveredNode = null, n.emit("leaveNode", U(U({}, a), {}, {
            node: c
          })), n.scheduleHighlightedNodesRender();
          return;
        }
        if (n.settings.enableEdgeEvents) {
          var d = n.hoveredNode ? null : n.getEdgeAtPoint(a.event.x, a.event.y);
          d !== n.hoveredEdge && (n.hoveredEdge && n.emit("leaveEdge", U(U({}, a), {}, {
            edge: n.hoveredEdge
          })), d && n.emit("enterEdge", U(U({}, a), {}, {
            edge: d
          })), n.hoveredEdge = d);
        }
      }, this.activeListeners.handleMoveBody = function(o) {
        var s = bt(o);
        n.emit("moveBody", {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        });
      }, this.activeListeners.handleLeave = function(o) {
        var s = bt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        };
        n.hoveredNode && (n.emit("leaveNode", U(U({}, a), {}, {
          node: n.hoveredNode
        })), n.scheduleHighlightedNodesRender()), n.settings.enableEdgeEvents && n.hoveredEdge && (n.emit("leaveEdge", U(U({}, a), {}, {
          edge: n.hoveredEdge
        })), n.scheduleHighlightedNodesRender()), n.emit("leaveStage", U({}, a));
      }, this.activeListeners.handleEnter = function(o) {
        var s = bt(o), a = {
          event: s,
          preventSigmaDefault: function() {
            s.preventSigmaDefault();
          }
        };
        n.emit("enterStage", U({}, a));
      };
      var r = function(s) {
        return function(a) {
          var l = bt(a), c = {
            event: l,
            preventSigmaDefault: function() {
              l.preventSigmaDefault();
            }
          }, d = n.getNodeAtPosition(l);
          if (d) return n.emit("".concat(s, "Node"), U(U({}, c), {}, {
            node: d
          }));
          if (n.settings.enableEdgeEvents) {
            var h = n.getEdgeAtPoint(l.x, l.y);
            if (h) return n.emit("".concat(s, "Edge"), U(U({}, c), {}, {
              edge: h
            }));
          }
          return n.emit("".concat(s, "Stage"), c);
        };
      };
      return this.activeListeners.handleClick = r("click"), this.activeListeners.handleRightClick = r("rightClick"), this.activeListeners.handleDoubleClick = r("doubleClick"), this.activeListeners.handleWheel = r("wheel"), this.activeListeners.handleDown = r("down"), this.activeListeners.handleUp = r("up"), this.mouseCaptor.on("mousemove", this.activeListeners.handleMove), this.mouseCaptor.on("mousemovebody", this.activeListeners.handleMoveBody), this.mouseCaptor.on("click", this.activeListeners.handleClick), this.mouseCaptor.on("rightClick", this.activeListeners.handleRightClick), this.mouseCaptor.on("doubleClick", this.activeListeners.handleDoubleClick), this.mouseCaptor.on("wheel", this.activeListeners.handleWheel), this.mouseCaptor.on("mousedown", this.activeListeners.handleDown), this.mouseCaptor.on("mouseup", this.activeListeners.handleUp), this.mouseCaptor.on("mouseleave", this.activeListeners.handleLeave), this.mouseCaptor.on("mouseenter", this.activeListeners.handleEnter), this.touchCaptor.on("touchdown", this.activeListeners.handleDown), this.touchCaptor.on("touchdown", this.activeListeners.handleMove), this.touchCaptor.on("touchup", this.activeListeners.handleUp), this.touchCaptor.on("touchmove", this.activeListeners.handleMove), this.touchCaptor.on("tap", this.activeListeners.handleClick), this.touchCaptor.on("doubletap", this.activeListeners.handleDoubleClick), this.touchCaptor.on("touchmove", this.activeListeners.handleMoveBody), this;
    }
    /**
     * Method binding graph handlers
     *
     * @return {Sigma}
     */
  }, {
    key: "bindGraphHandlers",
    value: function() {
      var n = this, r = this.graph, o = /* @__PURE__ */ new Set(["x", "y", "zIndex", "type"]);
      return this.activeListeners.eachNodeAttributesUpdatedGraphUpdate = function(s) {
        var a, l = (a = s.hints) === null || a === void 0 ? void 0 : a.attributes;
        n.graph.forEachNode(function(d) {
          return n.updateNode(d);
        });
        var c = !l || l.some(function(d) {
          return o.has(d);
        });
        n.refresh({
          partialGraph: {
            nodes: r.nodes()
          },
          skipIndexation: !c,
          schedule: !0
        });
      }, this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate = function(s) {
        var a, l = (a = s.hints) === null || a === void 0 ? void 0 : a.attributes;
        n.graph.forEachEdge(function(d) {
          return n.updateEdge(d);
        });
        var c = l && ["zIndex", "type"].some(function(d) {
          return l?.includes(d);
        });
        n.refresh({
          partialGraph: {
            edges: r.edges()
          },
          skipIndexation: !c,
          schedule: !0
        });
      }, this.activeListeners.addNodeGraphUpdate = function(s) {
        var a = s.key;
        n.addNode(a), n.refresh({
          partialGraph: {
            nodes: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.updateNodeGraphUpdate = function(s) {
        var a = s.key;
        n.refresh({
          partialGraph: {
            nodes: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.dropNodeGraphUpdate = function(s) {
        var a = s.key;
        n.removeNode(a), n.refresh({
          schedule: !0
        });
      }, this.activeListeners.addEdgeGraphUpdate = function(s) {
        var a = s.key;
        n.addEdge(a), n.refresh({
          partialGraph: {
            edges: [a]
          },
          schedule: !0
        });
      }, this.activeListeners.updateEdgeGraphUpdate = function(s) {
        var a = s.key;
        n.refresh({
          partialGraph: {
            edges: [a]
          },
          skipIndexation: !1,
          schedule: !0
        });
      }, this.activeListeners.dropEdgeGraphUpdate = function(s) {
        var a = s.key;
        n.removeEdge(a), n.refresh({
          schedule: !0
        });
      }, this.activeListeners.clearEdgesGraphUpdate = function() {
        n.clearEdgeState(), n.clearEdgeIndices(), n.refresh({
          schedule: !0
        });
      }, this.activeListeners.clearGraphUpdate = function() {
        n.clearEdgeState(), n.clearNodeState(), n.clearEdgeIndices(), n.clearNodeIndices(), n.refresh({
          schedule: !0
        });
      }, r.on("nodeAdded", this.activeListeners.addNodeGraphUpdate), r.on("nodeDropped", this.activeListeners.dropNodeGraphUpdate), r.on("nodeAttributesUpdated", this.activeListeners.updateNodeGraphUpdate), r.on("eachNodeAttributesUpdated", this.activeListeners.eachNodeAttributesUpdatedGraphUpdate), r.on("edgeAdded", this.activeListeners.addEdgeGraphUpdate), r.on("edgeDropped", this.activeListeners.dropEdgeGraphUpdate), r.on("edgeAttributesUpdated", this.activeListeners.updateEdgeGraphUpdate), r.on("eachEdgeAttributesUpdated", this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate), r.on("edgesCleared", this.activeListeners.clearEdgesGraphUpdate), r.on("cleared", this.activeListeners.clearGraphUpdate), this;
    }
    /**
     * Method used to unbind handlers from the graph.
     *
     * @return {undefined}
     */
  }, {
    key: "unbindGraphHandlers",
    value: function() {
      var n = this.graph;
      n.removeListener("nodeAdded", this.activeListeners.addNodeGraphUpdate), n.removeListener("nodeDropped", this.activeListeners.dropNodeGraphUpdate), n.removeListener("nodeAttributesUpdated", this.activeListeners.updateNodeGraphUpdate), n.removeListener("eachNodeAttributesUpdated", this.activeListeners.eachNodeAttributesUpdatedGraphUpdate), n.removeListener("edgeAdded", this.activeListeners.addEdgeGraphUpdate), n.removeListener("edgeDropped", this.activeListeners.dropEdgeGraphUpdate), n.removeListener("edgeAttributesUpdated", this.activeListeners.updateEdgeGraphUpdate), n.removeListener("eachEdgeAttributesUpdated", this.activeListeners.eachEdgeAttributesUpdatedGraphUpdate), n.removeListener("edgesCleared", this.activeListeners.clearEdgesGraphUpdate), n.removeListener("cleared", this.activeListeners.clearGraphUpdate);
    }
    /**
     * Method looking for an edge colliding with a given point at (x, y). Returns
     * the key of the edge if any, or null else.
     */
  }, {
    key: "getEdgeAtPoint",
    value: function(n, r) {
      var o = ni(this.webGLContexts.edges, this.frameBuffers.edges, n, r, this.pixelRatio, this.pickingDownSizingRatio), s = ti.apply(void 0, vi(o)), a = this.itemIDsIndex[s];
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
      var n = this;
      this.emit("beforeProcess");
      var r = this.graph, o = this.settings, s = this.getDimensions();
      if (this.nodeExtent = Pa(this.graph), !this.settings.autoRescale) {
        var a = s.width, l = s.height, c = this.nodeExtent, d = c.x, h = c.y;
        this.nodeExtent = {
          x: [(d[0] + d[1]) / 2 - a / 2, (d[0] + d[1]) / 2 + a / 2],
          y: [(h[0] + h[1]) / 2 - l / 2, (h[0] + h[1]) / 2 + l / 2]
        };
      }
      this.normalizationFunction = gi(this.customBBox || this.nodeExtent);
      var g = new mi(), p = yt(g.getState(), s, this.getGraphDimensions(), this.getStagePadding());
      this.labelGrid.resizeAndClear(s, o.labelGridCellSize);
      for (var S = {}, _ = {}, x = {}, L = {}, R = 1, E = r.nodes(), v = 0, k = E.length; v < k; v++) {
        var A = E[v], D = this.nodeDataCache[A], z = r.getNodeAttributes(A);
        D.x = z.x, D.y = z.y, this.normalizationFunction.applyTo(D), typeof D.label == "string" && !D.hidden && this.labelGrid.add(A, D.size, this.framedGraphToViewport(D, {
          matrix: p
        })), S[D.type] = (S[D.type] || 0) + 1;
      }
      this.labelGrid.organize();
      for (var M in this.nodePrograms) {
        if (!Ge.call(this.nodePrograms, M))
          throw new Error('Sigma: could not find a suitable program for node type "'.concat(M, '"!'));
        this.nodePrograms[M].reallocate(S[M] || 0), S[M] = 0;
      }
      this.settings.zIndex && this.nodeZExtent[0] !== this.nodeZExtent[1] && (E = fi(this.nodeZExtent, function(j) {
        return n.nodeDataCache[j].zIndex;
      }, E));
      for (var B = 0, X = E.length; B < X; B++) {
        var W = E[B];
        _[W] = R, L[_[W]] = {
          type: "node",
          id: W
        }, R++;
        var y = this.nodeDataCache[W];
        this.addNodeToProgram(W, _[W], S[y.type]++);
      }
      for (var $ = {}, C = r.edges(), w = 0, m = C.length; w < m; w++) {
        var P = C[w], I = this.edgeDataCache[P];
        $[I.type] = ($[I.type] || 0) + 1;
      }
      this.settings.zIndex && this.edgeZExtent[0] !== this.edgeZExtent[1] && (C = fi(this.edgeZExtent, function(j) {
        return n.edgeDataCache[j].zIndex;
      }, C));
      for (var K in this.edgePrograms) {
        if (!Ge.call(this.edgePrograms, K))
          throw new Error('Sigma: could not find a suitable program for edge type "'.concat(K, '"!'));
        this.edgePrograms[K].reallocate($[K] || 0), $[K] = 0;
      }
      for (var J = 0, b = C.length; J < b; J++) {
        var T = C[J];
        x[T] = R, L[x[T]] = {
          type: "edge",
          id: T
        }, R++;
        var Z = this.edgeDataCache[T];
        this.addEdgeToProgram(T, x[T], $[Z.type]++);
      }
      return this.itemIDsIndex = L, this.nodeIndices = _, this.edgeIndices = x, this.emit("afterProcess"), this;
    }
    /**
     * Method that backports potential settings updates where it's needed.
     * @private
     */
  }, {
    key: "handleSettingsUpdate",
    value: function(n) {
      var r = this, o = this.settings;
      if (this.camera.minRatio = o.minCameraRatio, this.camera.maxRatio = o.maxCameraRatio, this.camera.enabledZooming = o.enableCameraZooming, this.camera.enabledPanning = o.enableCameraPanning, this.camera.enabledRotation = o.enableCameraRotation, o.cameraPanBoundaries ? this.camera.clean = function(d) {
        return r.cleanCameraState(d, o.cameraPanBoundaries && yn(o.cameraPanBoundaries) === "object" ? o.cameraPanBoundaries : {});
      } : this.camera.clean = null, this.camera.setState(this.camera.validateState(this.camera.getState())), n) {
        if (n.edgeProgramClasses !== o.edgeProgramClasses) {
          for (var s in o.edgeProgramClasses)
            o.edgeProgramClasses[s] !== n.edgeProgramClasses[s] && this.registerEdgeProgram(s, o.edgeProgramClasses[s]);
          for (var a in n.edgeProgramClasses)
            o.edgeProgramClasses[a] || this.unregisterEdgeProgram(a);
        }
        if (n.nodeProgramClasses !== o.nodeProgramClasses || n.nodeHoverProgramClasses !== o.nodeHoverProgramClasses) {
          for (var l in o.nodeProgramClasses)
            (o.nodeProgramClasses[l] !== n.nodeProgramClasses[l] || o.nodeHoverProgramClasses[l] !== n.nodeHoverProgramClasses[l]) && this.registerNodeProgram(l, o.nodeProgramClasses[l], o.nodeHoverProgramClasses[l]);
          for (var c in n.nodeProgramClasses)
            o.nodeProgramClasses[c] || this.unregisterNodeProgram(c);
        }
      }
      return this.mouseCaptor.setSettings(this.settings), this.touchCaptor.setSettings(this.settings), this;
    }
  }, {
    key: "cleanCameraState",
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = r.tolerance, s = o === void 0 ? 0 : o, a = r.boundaries, l = U({}, n), c = a || this.nodeExtent, d = lt(c.x, 2), h = d[0], g = d[1], p = lt(c.y, 2), S = p[0], _ = p[1], x = [this.graphToViewport({
        x: h,
        y: S
      }, {
        cameraState: n
      }), this.graphToViewport({
        x: g,
        y: S
      }, {
        cameraState: n
      }), this.graphToViewport({
        x: h,
        y: _
      }, {
        cameraState: n
      }), this.graphToViewport({
        x: g,
        y: _
      }, {
        cameraState: n
      })], L = 1 / 0, R = -1 / 0, E = 1 / 0, v = -1 / 0;
      x.forEach(function($) {
        var C = $.x, w = $.y;
        L = Math.min(L, C), R = Math.max(R, C), E = Math.min(E, w), v = Math.max(v, w);
      });
      var k = R - L, A = v - E, D = this.getDimensions(), z = D.width, M = D.height, B = 0, X = 0;
      if (k >= z ? R < z - s ? B = R - (z - s) : L > s && (B = L - s) : R > z + s ? B = R - (z + s) : L < -s && (B = L + s), A >= M ? v < M - s ? X = v - (M - s) : E > s && (X = E - s) : v > M + s ? X = v - (M + s) : E < -s && (X = E + s), B || X) {
        var W = this.viewportToFramedGraph({
          x: 0,
          y: 0
        }, {
          cameraState: n
        }), y = this.viewportToFramedGraph({
          x: B,
          y: X
        }, {
          cameraState: n
        });
        B = y.x - W.x, X = y.y - W.y, l.x += B, l.y += X;
      }
      return l;
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
      var n = this.camera.getState(), r = this.labelGrid.getLabelsToDisplay(n.ratio, this.settings.labelDensity);
      pi(r, this.nodesWithForcedLabels), this.displayedNodeLabels = /* @__PURE__ */ new Set();
      for (var o = this.canvasContexts.labels, s = 0, a = r.length; s < a; s++) {
        var l = r[s], c = this.nodeDataCache[l];
        if (!this.displayedNodeLabels.has(l) && !c.hidden) {
          var d = this.framedGraphToViewport(c), h = d.x, g = d.y, p = this.scaleSize(c.size);
          if (!(!c.forceLabel && p < this.settings.labelRenderedSizeThreshold) && !(h < -wi || h > this.width + wi || g < -ki || g > this.height + ki)) {
            this.displayedNodeLabels.add(l);
            var S = this.settings.defaultDrawNodeLabel, _ = this.nodePrograms[c.type], x = _?.drawLabel || S;
            x(o, U(U({
              key: l
            }, c), {}, {
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
      var n = this.canvasContexts.edgeLabels;
      n.clearRect(0, 0, this.width, this.height);
      var r = Ja({
        graph: this.graph,
        hoveredNode: this.hoveredNode,
        displayedNodeLabels: this.displayedNodeLabels,
        highlightedNodes: this.highlightedNodes
      });
      pi(r, this.edgesWithForcedLabels);
      for (var o = /* @__PURE__ */ new Set(), s = 0, a = r.length; s < a; s++) {
        var l = r[s], c = this.graph.extremities(l), d = this.nodeDataCache[c[0]], h = this.nodeDataCache[c[1]], g = this.edgeDataCache[l];
        if (!o.has(l) && !(g.hidden || d.hidden || h.hidden)) {
          var p = this.settings.defaultDrawEdgeLabel, S = this.edgePrograms[g.type], _ = S?.drawLabel || p;
          _(n, U(U({
            key: l
          }, g), {}, {
            size: this.scaleSize(g.size)
          }), U(U(U({
            key: c[0]
          }, d), this.framedGraphToViewport(d)), {}, {
            size: this.scaleSize(d.size)
          }), U(U(U({
            key: c[1]
          }, h), this.framedGraphToViewport(h)), {}, {
            size: this.scaleSize(h.size)
          }), this.settings), o.add(l);
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
      var n = this, r = this.canvasContexts.hovers;
      r.clearRect(0, 0, this.width, this.height);
      var o = function(p) {
        var S = n.nodeDataCache[p], _ = n.framedGraphToViewport(S), x = _.x, L = _.y, R = n.scaleSize(S.size), E = n.settings.defaultDrawNodeHover, v = n.nodePrograms[S.type], k = v?.drawHover || E;
        k(r, U(U({
          key: p
        }, S), {}, {
          size: R,
          x,
          y: L
        }), n.settings);
      }, s = [];
      this.hoveredNode && !this.nodeDataCache[this.hoveredNode].hidden && s.push(this.hoveredNode), this.highlightedNodes.forEach(function(g) {
        g !== n.hoveredNode && s.push(g);
      }), s.forEach(function(g) {
        return o(g);
      });
      var a = {};
      s.forEach(function(g) {
        var p = n.nodeDataCache[g].type;
        a[p] = (a[p] || 0) + 1;
      });
      for (var l in this.nodeHoverPrograms)
        this.nodeHoverPrograms[l].reallocate(a[l] || 0), a[l] = 0;
      s.forEach(function(g) {
        var p = n.nodeDataCache[g];
        n.nodeHoverPrograms[p.type].process(0, a[p.type]++, p);
      }), this.webGLContexts.hoverNodes.clear(this.webGLContexts.hoverNodes.COLOR_BUFFER_BIT);
      var c = this.getRenderParams();
      for (var d in this.nodeHoverPrograms) {
        var h = this.nodeHoverPrograms[d];
        h.render(c);
      }
    }
    /**
     * Method used to schedule a hover render.
     *
     */
  }, {
    key: "scheduleHighlightedNodesRender",
    value: function() {
      var n = this;
      this.renderHighlightedNodesFrame || this.renderFrame || (this.renderHighlightedNodesFrame = requestAnimationFrame(function() {
        n.renderHighlightedNodesFrame = null, n.renderHighlightedNodes(), n.renderEdgeLabels();
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
      var n = this;
      this.emit("beforeRender");
      var r = function() {
        return n.emit("afterRender"), n;
      };
      if (this.renderFrame && (cancelAnimationFrame(this.renderFrame), this.renderFrame = null), this.resize(), this.needToProcess && this.process(), this.needToProcess = !1, this.clear(), this.pickingLayers.forEach(function(x) {
        return n.resetWebGLTexture(x);
      }), !this.graph.order) return r();
      var o = this.mouseCaptor, s = this.camera.isAnimated() || o.isMoving || o.draggedEvents || o.currentWheelDirection, a = this.camera.getState(), l = this.getDimensions(), c = this.getGraphDimensions(), d = this.getStagePadding();
      this.matrix = yt(a, l, c, d), this.invMatrix = yt(a, l, c, d, !0), this.correctionRatio = Na(this.matrix, a, l), this.graphToViewportRatio = this.getGraphToViewportRatio();
      var h = this.getRenderParams();
      for (var g in this.nodePrograms) {
        var p = this.nodePrograms[g];
        p.render(h);
      }
      if (!this.settings.hideEdgesOnMove || !s)
        for (var S in this.edgePrograms) {
          var _ = this.edgePrograms[S];
          _.render(h);
        }
      return this.settings.hideLabelsOnMove && s || (this.renderLabels(), this.renderEdgeLabels(), this.renderHighlightedNodes()), r();
    }
    /**
     * Add a node in the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "addNode",
    value: function(n) {
      var r = Object.assign({}, this.graph.getNodeAttributes(n));
      this.settings.nodeReducer && (r = this.settings.nodeReducer(n, r));
      var o = Qa(this.settings, n, r);
      this.nodeDataCache[n] = o, this.nodesWithForcedLabels.delete(n), o.forceLabel && !o.hidden && this.nodesWithForcedLabels.add(n), this.highlightedNodes.delete(n), o.highlighted && !o.hidden && this.highlightedNodes.add(n), this.settings.zIndex && (o.zIndex < this.nodeZExtent[0] && (this.nodeZExtent[0] = o.zIndex), o.zIndex > this.nodeZExtent[1] && (this.nodeZExtent[1] = o.zIndex));
    }
    /**
     * Update a node the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "updateNode",
    value: function(n) {
      this.addNode(n);
      var r = this.nodeDataCache[n];
      this.normalizationFunction.applyTo(r);
    }
    /**
     * Remove a node from the internal data structures.
     * @private
     * @param key The node's graphology ID
     */
  }, {
    key: "removeNode",
    value: function(n) {
      delete this.nodeDataCache[n], delete this.nodeProgramIndex[n], this.highlightedNodes.delete(n), this.hoveredNode === n && (this.hoveredNode = null), this.nodesWithForcedLabels.delete(n);
    }
    /**
     * Add an edge into the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "addEdge",
    value: function(n) {
      var r = Object.assign({}, this.graph.getEdgeAttributes(n));
      this.settings.edgeReducer && (r = this.settings.edgeReducer(n, r));
      var o = el(this.settings, n, r);
      this.edgeDataCache[n] = o, this.edgesWithForcedLabels.delete(n), o.forceLabel && !o.hidden && this.edgesWithForcedLabels.add(n), this.settings.zIndex && (o.zIndex < this.edgeZExtent[0] && (this.edgeZExtent[0] = o.zIndex), o.zIndex > this.edgeZExtent[1] && (this.edgeZExtent[1] = o.zIndex));
    }
    /**
     * Update an edge in the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "updateEdge",
    value: function(n) {
      this.addEdge(n);
    }
    /**
     * Remove an edge from the internal data structures.
     * @private
     * @param key The edge's graphology ID
     */
  }, {
    key: "removeEdge",
    value: function(n) {
      delete this.edgeDataCache[n], delete this.edgeProgramIndex[n], this.hoveredEdge === n && (this.hoveredEdge = null), this.edgesWithForcedLabels.delete(n);
    }
    /**
     * Clear all indices related to nodes.
     * @private
     */
  }, {
    key: "clearNodeIndices",
    value: function() {
      this.labelGrid = new bi(), this.nodeExtent = {
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
    value: function(n, r, o) {
      var s = this.nodeDataCache[n], a = this.nodePrograms[s.type];
      if (!a) throw new Error('Sigma: could not find a suitable program for node type "'.concat(s.type, '"!'));
      a.process(r, o, s), this.nodeProgramIndex[n] = o;
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
    value: function(n, r, o) {
      var s = this.edgeDataCache[n], a = this.edgePrograms[s.type];
      if (!a) throw new Error('Sigma: could not find a suitable program for edge type "'.concat(s.type, '"!'));
      var l = this.graph.extremities(n), c = this.nodeDataCache[l[0]], d = this.nodeDataCache[l[1]];
      a.process(r, o, c, d, s), this.edgeProgramIndex[n] = o;
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
      var n = this.settings, r = n.stagePadding, o = n.autoRescale;
      return o && r || 0;
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
    value: function(n, r) {
      var o = arguments.length > 2 && arguments[2] !== void 0 ? arguments[2] : {};
      if (this.elements[n]) throw new Error('Sigma: a layer named "'.concat(n, '" already exists'));
      var s = Fa(r, {
        position: "absolute"
      }, {
        class: "sigma-".concat(n)
      });
      return o.style && Object.assign(s.style, o.style), this.elements[n] = s, "beforeLayer" in o && o.beforeLayer ? this.elements[o.beforeLayer].before(s) : "afterLayer" in o && o.afterLayer ? this.elements[o.afterLayer].after(s) : this.container.appendChild(s), s;
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.createLayer(n, "canvas", r);
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = this.createCanvas(n, r), s = {
        preserveDrawingBuffer: !1,
        antialias: !1
      };
      return this.canvasContexts[n] = o.getContext("2d", s), this;
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = r?.canvas || this.createCanvas(n, r);
      r.hidden && o.remove();
      var s = U({
        preserveDrawingBuffer: !1,
        antialias: !1
      }, r), a;
      a = o.getContext("webgl2", s), a || (a = o.getContext("webgl", s)), a || (a = o.getContext("experimental-webgl", s));
      var l = a;
      if (this.webGLContexts[n] = l, l.blendFunc(l.ONE, l.ONE_MINUS_SRC_ALPHA), r.picking) {
        this.pickingLayers.add(n);
        var c = l.createFramebuffer();
        if (!c) throw new Error("Sigma: cannot create a new frame buffer for layer ".concat(n));
        this.frameBuffers[n] = c;
      }
      return l;
    }
    /**
     * Function used to properly kill a layer.
     *
     * @param  {string} id - Layer id.
     * @return {Sigma}
     */
  }, {
    key: "killLayer",
    value: function(n) {
      var r = this.elements[n];
      if (!r) throw new Error("Sigma: cannot kill layer ".concat(n, ", which does not exist"));
      if (this.webGLContexts[n]) {
        var o, s = this.webGLContexts[n];
        (o = s.getExtension("WEBGL_lose_context")) === null || o === void 0 || o.loseContext(), delete this.webGLContexts[n];
      } else this.canvasContexts[n] && delete this.canvasContexts[n];
      return r.remove(), delete this.elements[n], this;
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
    value: function(n) {
      this.unbindCameraHandlers(), this.camera = n, this.bindCameraHandlers();
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
    value: function(n) {
      n !== this.graph && (this.hoveredNode && !n.hasNode(this.hoveredNode) && (this.hoveredNode = null), this.hoveredEdge && !n.hasEdge(this.hoveredEdge) && (this.hoveredEdge = null), this.unbindGraphHandlers(), this.checkEdgesEventsFrame !== null && (cancelAnimationFrame(this.checkEdgesEventsFrame), this.checkEdgesEventsFrame = null), this.graph = n, this.bindGraphHandlers(), this.refresh());
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
      var n = this.customBBox || this.nodeExtent;
      return {
        width: n.x[1] - n.x[0] || 1,
        height: n.y[1] - n.y[0] || 1
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
    value: function(n) {
      var r = this.nodeDataCache[n];
      return r ? Object.assign({}, r) : void 0;
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
    value: function(n) {
      var r = this.edgeDataCache[n];
      return r ? Object.assign({}, r) : void 0;
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
    value: function(n) {
      return this.settings[n];
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
    value: function(n, r) {
      var o = U({}, this.settings);
      return this.settings[n] = r, un(this.settings), this.handleSettingsUpdate(o), this.scheduleRefresh(), this;
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
    value: function(n, r) {
      return this.setSetting(n, r(this.settings[n])), this;
    }
    /**
     * Method setting multiple settings at once.
     *
     * @param  {Partial<Settings>} settings - The settings to set.
     * @return {Sigma}
     */
  }, {
    key: "setSettings",
    value: function(n) {
      var r = U({}, this.settings);
      return this.settings = U(U({}, this.settings), n), un(this.settings), this.handleSettingsUpdate(r), this.scheduleRefresh(), this;
    }
    /**
     * Method used to resize the renderer.
     *
     * @param  {boolean} force - If true, then resize is processed even if size is unchanged (optional).
     * @return {Sigma}
     */
  }, {
    key: "resize",
    value: function(n) {
      var r = this.width, o = this.height;
      if (this.width = this.container.offsetWidth, this.height = this.container.offsetHeight, this.pixelRatio = hi(), this.width === 0)
        if (this.settings.allowInvalidContainer) this.width = 1;
        else throw new Error("Sigma: Container has no width. You can set the allowInvalidContainer setting to true to stop seeing this error.");
      if (this.height === 0)
        if (this.settings.allowInvalidContainer) this.height = 1;
        else throw new Error("Sigma: Container has no height. You can set the allowInvalidContainer setting to true to stop seeing this error.");
      if (!n && r === this.width && o === this.height) return this;
      for (var s in this.elements) {
        var a = this.elements[s];
        a.style.width = this.width + "px", a.style.height = this.height + "px";
      }
      for (var l in this.canvasContexts)
        this.elements[l].setAttribute("width", this.width * this.pixelRatio + "px"), this.elements[l].setAttribute("height", this.height * this.pixelRatio + "px"), this.pixelRatio !== 1 && this.canvasContexts[l].scale(this.pixelRatio, this.pixelRatio);
      for (var c in this.webGLContexts) {
        this.elements[c].setAttribute("width", this.width * this.pixelRatio + "px"), this.elements[c].setAttribute("height", this.height * this.pixelRatio + "px");
        var d = this.webGLContexts[c];
        if (d.viewport(0, 0, this.width * this.pixelRatio, this.height * this.pixelRatio), this.pickingLayers.has(c)) {
          var h = this.textures[c];
          h && d.deleteTexture(h);
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
    value: function(n) {
      var r = this, o = n?.skipIndexation !== void 0 ? n?.skipIndexation : !1, s = n?.schedule !== void 0 ? n.schedule : !1, a = !n || !n.partialGraph;
      if (a)
        this.clearEdgeIndices(), this.clearNodeIndices(), this.graph.forEachNode(function(v) {
          return r.addNode(v);
        }), this.graph.forEachEdge(function(v) {
          return r.addEdge(v);
        });
      else {
        for (var l, c, d = ((l = n.partialGraph) === null || l === void 0 ? void 0 : l.nodes) || [], h = 0, g = d?.length || 0; h < g; h++) {
          var p = d[h];
          if (this.updateNode(p), o) {
            var S = this.nodeProgramIndex[p];
            if (S === void 0) throw new Error('Sigma: node "'.concat(p, `" can't be repaint`));
            this.addNodeToProgram(p, this.nodeIndices[p], S);
          }
        }
        for (var _ = (n == null || (c = n.partialGraph) === null || c === void 0 ? void 0 : c.edges) || [], x = 0, L = _.length; x < L; x++) {
          var R = _[x];
          if (this.updateEdge(R), o) {
            var E = this.edgeProgramIndex[R];
            if (E === void 0) throw new Error('Sigma: edge "'.concat(R, `" can't be repaint`));
            this.addEdgeToProgram(R, this.edgeIndices[R], E);
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
      var n = this;
      return this.renderFrame || (this.renderFrame = requestAnimationFrame(function() {
        n.render();
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
    value: function(n) {
      return this.refresh(U(U({}, n), {}, {
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
    value: function(n, r) {
      var o = this.camera.getState(), s = o.ratio, a = o.angle, l = o.x, c = o.y, d = this.settings, h = d.minCameraRatio, g = d.maxCameraRatio;
      typeof g == "number" && (r = Math.min(r, g)), typeof h == "number" && (r = Math.max(r, h));
      var p = r / s, S = {
        x: this.width / 2,
        y: this.height / 2
      }, _ = this.viewportToFramedGraph(n), x = this.viewportToFramedGraph(S);
      return {
        angle: a,
        x: (_.x - x.x) * (1 - p) + l,
        y: (_.y - x.y) * (1 - p) + c,
        ratio: r
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
      var n = this.viewportToFramedGraph({
        x: 0,
        y: 0
      }), r = this.viewportToFramedGraph({
        x: this.width,
        y: 0
      }), o = this.viewportToFramedGraph({
        x: 0,
        y: this.height
      });
      return {
        x1: n.x,
        y1: n.y,
        x2: r.x,
        y2: r.y,
        height: r.y - o.y
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = !!r.cameraState || !!r.viewportDimensions || !!r.graphDimensions, s = r.matrix ? r.matrix : o ? yt(r.cameraState || this.camera.getState(), r.viewportDimensions || this.getDimensions(), r.graphDimensions || this.getGraphDimensions(), r.padding || this.getStagePadding()) : this.matrix, a = vn(s, n);
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {}, o = !!r.cameraState || !!r.viewportDimensions || !r.graphDimensions, s = r.matrix ? r.matrix : o ? yt(r.cameraState || this.camera.getState(), r.viewportDimensions || this.getDimensions(), r.graphDimensions || this.getGraphDimensions(), r.padding || this.getStagePadding(), !0) : this.invMatrix, a = vn(s, {
        x: n.x / this.width * 2 - 1,
        y: 1 - n.y / this.height * 2
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.normalizationFunction.inverse(this.viewportToFramedGraph(n, r));
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
    value: function(n) {
      var r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : {};
      return this.framedGraphToViewport(this.normalizationFunction(n), r);
    }
    /**
     * Method returning the distance multiplier between the graph system and the
     * viewport system.
     */
  }, {
    key: "getGraphToViewportRatio",
    value: function() {
      var n = {
        x: 0,
        y: 0
      }, r = {
        x: 1,
        y: 1
      }, o = Math.sqrt(Math.pow(n.x - r.x, 2) + Math.pow(n.y - r.y, 2)), s = this.graphToViewport(n), a = this.graphToViewport(r), l = Math.sqrt(Math.pow(s.x - a.x, 2) + Math.pow(s.y - a.y, 2));
      return l / o;
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
    value: function(n) {
      return this.customBBox = n, this.scheduleRender(), this;
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
      for (var n = this.container; n.firstChild; ) n.removeChild(n.firstChild);
      for (var r in this.nodePrograms)
        this.nodePrograms[r].kill();
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
      var n = arguments.length > 0 && arguments[0] !== void 0 ? arguments[0] : 1, r = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : this.camera.ratio;
      return n / this.settings.zoomToSizeRatioFunction(r) * (this.getSetting("itemSizesReference") === "positions" ? r * this.graphToViewportRatio : 1);
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
      var n = {};
      for (var r in this.elements) this.elements[r] instanceof HTMLCanvasElement && (n[r] = this.elements[r]);
      return n;
    }
  }]);
})(Ln), nl = tl;
class il {
  #e = /* @__PURE__ */ new Map();
  #t = /* @__PURE__ */ new Map();
  addNode(e, t) {
    this.#e.set(e, t), this.#t.set(e, /* @__PURE__ */ new Set());
  }
  link(e, t) {
    this.#t.get(e).add(t), this.#t.get(t).add(e);
  }
  hasNode(e) {
    return this.#e.has(e);
  }
  facts(e) {
    return this.#e.get(e);
  }
  degree(e) {
    return this.#t.get(e).size;
  }
  neighbors(e) {
    return this.#t.get(e);
  }
  nodes() {
    return this.#e.entries();
  }
}
const _i = /* @__PURE__ */ new WeakMap();
function Dr(i) {
  const e = _i.get(i);
  if (e) return e;
  const t = new il(), n = (s, a, l, c, d = 0, h = !1) => {
    t.addNode(s, { kind: a, name: l, place: c, isPublic: h, holders: d });
  };
  i.members.forEach((s, a) => n(`a${a}`, "account", s.reviewer_id, a)), i.products.forEach((s, a) => n(`p${a}`, "product", s.product_id, a, s.n_ring_reviews)), i.other_products.forEach((s, a) => n(`o${a}`, "other", s, a)), i.identifiers.forEach((s, a) => {
    n(`t${a}`, "token", s.token, a, s.n_accounts, s.is_public);
    for (const l of s.holders) t.link(`a${l}`, `t${a}`);
  });
  const { member: r, product: o } = i.reviews;
  return r.forEach((s, a) => {
    const l = o[a], c = l < i.products.length ? `p${l}` : `o${l - i.products.length}`;
    t.link(`a${s}`, c);
  }), _i.set(i, t), t;
}
function rl(i, e, t) {
  const n = Gr(i, Ei(i, e), Ei(i, t));
  if (!n) return null;
  const r = [];
  for (let o = 0; o + 2 < n.length; o += 2) {
    const [s, a, l] = n.slice(o, o + 3).map((c) => i.facts(c));
    r.push({
      account: s.name,
      via: a.kind === "token" ? "identifier" : "product",
      product_or_token: a.name,
      next_account: l.name,
      n_accounts: Math.max(a.holders, i.degree(n[o + 1])),
      review_ids: []
    });
  }
  return r;
}
function Ei(i, e) {
  for (const [t, n] of i.nodes()) if (n.kind === "account" && n.name === e) return t;
  return "";
}
function Gr(i, e, t) {
  if (!i.hasNode(e) || !i.hasNode(t)) return null;
  const n = /* @__PURE__ */ new Map([[e, ""]]);
  let r = [e];
  const o = (a) => Math.max(i.facts(a).holders, i.degree(a));
  for (; r.length && !n.has(t); ) {
    const a = [];
    for (const l of r.sort((c, d) => o(c) - o(d)))
      for (const c of i.neighbors(l))
        n.has(c) || (n.set(c, l), a.push(c));
    r = a;
  }
  if (!n.has(t)) return null;
  const s = [];
  for (let a = t; a; a = n.get(a)) s.unshift(a);
  return s;
}
var ol = (
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
), sl = ol, al = (
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
), ll = al, Nr = WebGLRenderingContext, Si = Nr.UNSIGNED_BYTE, Ri = Nr.FLOAT, cl = ["u_sizeRatio", "u_pixelRatio", "u_matrix"], ul = /* @__PURE__ */ (function(i) {
  function e() {
    return ue(this, e), fe(this, e, arguments);
  }
  return ge(e, i), de(e, [{
    key: "getDefinition",
    value: function() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: ll,
        FRAGMENT_SHADER_SOURCE: sl,
        METHOD: WebGLRenderingContext.POINTS,
        UNIFORMS: cl,
        ATTRIBUTES: [{
          name: "a_position",
          size: 2,
          type: Ri
        }, {
          name: "a_size",
          size: 1,
          type: Ri
        }, {
          name: "a_color",
          size: 4,
          type: Si,
          normalized: !0
        }, {
          name: "a_id",
          size: 4,
          type: Si,
          normalized: !0
        }]
      };
    }
  }, {
    key: "processVisibleItem",
    value: function(n, r, o) {
      var s = this.array;
      s[r++] = o.x, s[r++] = o.y, s[r++] = o.size, s[r++] = Ye(o.color), s[r++] = n;
    }
  }, {
    key: "setUniforms",
    value: function(n, r) {
      var o = n.sizeRatio, s = n.pixelRatio, a = n.matrix, l = r.gl, c = r.uniformLocations, d = c.u_sizeRatio, h = c.u_pixelRatio, g = c.u_matrix;
      l.uniform1f(h, s), l.uniform1f(d, o), l.uniformMatrix3fv(g, !1, a);
    }
  }]);
})(kr), dl = (
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
), hl = dl, Pr = WebGLRenderingContext, Ti = Pr.UNSIGNED_BYTE, Ae = Pr.FLOAT, fl = ["u_matrix", "u_zoomRatio", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio", "u_feather", "u_minEdgeThickness", "u_lengthToThicknessRatio"], gl = {
  lengthToThicknessRatio: An.lengthToThicknessRatio
};
function $r(i) {
  var e = U(U({}, gl), {});
  return /* @__PURE__ */ (function(t) {
    function n() {
      return ue(this, n), fe(this, n, arguments);
    }
    return ge(n, t), de(n, [{
      key: "getDefinition",
      value: function() {
        return {
          VERTICES: 6,
          VERTEX_SHADER_SOURCE: hl,
          FRAGMENT_SHADER_SOURCE: Cn,
          METHOD: WebGLRenderingContext.TRIANGLES,
          UNIFORMS: fl,
          ATTRIBUTES: [{
            name: "a_positionStart",
            size: 2,
            type: Ae
          }, {
            name: "a_positionEnd",
            size: 2,
            type: Ae
          }, {
            name: "a_normal",
            size: 2,
            type: Ae
          }, {
            name: "a_color",
            size: 4,
            type: Ti,
            normalized: !0
          }, {
            name: "a_id",
            size: 4,
            type: Ti,
            normalized: !0
          }, {
            name: "a_sourceRadius",
            size: 1,
            type: Ae
          }, {
            name: "a_targetRadius",
            size: 1,
            type: Ae
          }],
          CONSTANT_ATTRIBUTES: [
            // If 0, then position will be a_positionStart
            // If 1, then position will be a_positionEnd
            {
              name: "a_positionCoef",
              size: 1,
              type: Ae
            },
            {
              name: "a_normalCoef",
              size: 1,
              type: Ae
            },
            {
              name: "a_sourceRadiusCoef",
              size: 1,
              type: Ae
            },
            {
              name: "a_targetRadiusCoef",
              size: 1,
              type: Ae
            }
          ],
          CONSTANT_DATA: [[0, 1, -1, 0], [0, -1, 1, 0], [1, 1, 0, 1], [1, 1, 0, 1], [0, -1, 1, 0], [1, -1, 0, -1]]
        };
      }
    }, {
      key: "processVisibleItem",
      value: function(o, s, a, l, c) {
        var d = c.size || 1, h = a.x, g = a.y, p = l.x, S = l.y, _ = Ye(c.color), x = p - h, L = S - g, R = a.size || 1, E = l.size || 1, v = x * x + L * L, k = 0, A = 0;
        v && (v = 1 / Math.sqrt(v), k = -L * v * d, A = x * v * d);
        var D = this.array;
        D[s++] = h, D[s++] = g, D[s++] = p, D[s++] = S, D[s++] = k, D[s++] = A, D[s++] = _, D[s++] = o, D[s++] = R, D[s++] = E;
      }
    }, {
      key: "setUniforms",
      value: function(o, s) {
        var a = s.gl, l = s.uniformLocations, c = l.u_matrix, d = l.u_zoomRatio, h = l.u_feather, g = l.u_pixelRatio, p = l.u_correctionRatio, S = l.u_sizeRatio, _ = l.u_minEdgeThickness, x = l.u_lengthToThicknessRatio;
        a.uniformMatrix3fv(c, !1, o.matrix), a.uniform1f(d, o.zoomRatio), a.uniform1f(S, o.sizeRatio), a.uniform1f(p, o.correctionRatio), a.uniform1f(g, o.pixelRatio), a.uniform1f(h, o.antiAliasingFeather), a.uniform1f(_, o.minEdgeThickness), a.uniform1f(x, e.lengthToThicknessRatio);
      }
    }]);
  })(qt);
}
$r();
function pl(i) {
  return _r([$r(), Bt(i), Bt(U(U({}, i), {}, {
    extremity: "source"
  }))]);
}
pl();
const xi = {
  square: "max(abs(p.x), abs(p.y)) / 0.8",
  diamond: "abs(p.x) + abs(p.y)"
};
function ml(i) {
  return (
    /*glsl*/
    `
precision mediump float;
varying vec4 v_color;
varying float v_border;
const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);
void main(void) {
  vec2 p = 2.0 * gl_PointCoord - vec2(1.0, 1.0);
  float d = ${i};
  #ifdef PICKING_MODE
  gl_FragColor = d > 1.0 ? transparent : v_color;
  #else
  gl_FragColor = mix(v_color, transparent, smoothstep(1.0 - 4.0 * v_border, 1.0, d));
  #endif
}`
  );
}
function Ai(i) {
  return class extends ul {
    getDefinition() {
      return { ...super.getDefinition(), FRAGMENT_SHADER_SOURCE: ml(i) };
    }
  };
}
const Ci = {
  square: Ai(xi.square),
  diamond: Ai(xi.diamond)
}, Wt = 150, vl = 5e5;
function yl(i, e) {
  const t = Dr(i), n = new ne({ type: "undirected" }), r = new wl(t, kl(i, t)), o = u("div", { class: "stage" }), s = u("p", { class: "told", role: "status" }), a = u("div", {}), l = u("details", { class: "as-list", ontoggle: () => l.open && v() }, u("summary", {}, f("graph.list")), a), c = u("canvas", { class: "lasso", "aria-hidden": "true" });
  let d = null, h = nt(o);
  function g(C) {
    for (const w of n.nodes()) r.shown.has(w) || n.dropNode(w);
    for (const w of r.shown) n.hasNode(w) || n.addNode(w, p(w));
    for (const w of r.shown) for (const m of t.neighbors(w)) n.hasNode(m) && n.mergeEdge(w, m);
    C && S(), d?.refresh(), l.open && v();
  }
  function p(C) {
    const w = t.facts(C), m = [...t.neighbors(C)].find((K) => n.hasNode(K)), P = _l(C), I = t.degree(C);
    return {
      x: m ? n.getNodeAttribute(m, "x") + P.x * 0.1 : P.x,
      y: m ? n.getNodeAttribute(m, "y") + P.y * 0.1 : P.y,
      size: w.kind === "account" ? 4.5 : Math.min(5 + Math.sqrt(I) * 1.1, 13),
      label: Ve(w.name),
      type: w.kind === "account" ? "circle" : w.kind === "token" ? "diamond" : "square",
      color: h(w.isPublic || w.kind === "other" ? "other" : w.kind)
    };
  }
  function S() {
    if (n.order < 2) return;
    const C = Ke(Math.round(vl / (n.order + n.size)), 40, 300), w = { ...Qn.inferSettings(n), barnesHutOptimize: n.order > 250, gravity: 1.2, slowDown: 4 }, m = Qn(n, { iterations: C, settings: w });
    for (const [P, I] of Object.entries(m)) {
      const K = r.pinned.get(P);
      n.mergeNodeAttributes(P, K ?? { x: I.x, y: I.y });
    }
  }
  function _(C) {
    if (r.picked = new Set(C), r.path = [], !r.picked.size) {
      e.clear(), L(""), d?.refresh();
      return;
    }
    e.set(Di(i, t, r.picked), x(), kt(t, r.picked, "token")), L(x()), d?.refresh();
  }
  function x() {
    const C = [...r.picked].map((w) => t.facts(w).name);
    return C.length <= 3 ? C.join(", ") : f("graph.picked", { n: C.length });
  }
  function L(C) {
    s.textContent = Ve(C);
  }
  const R = {
    expand: () => r.expand() && g(!0),
    collapse: () => r.collapse() && g(!1),
    path: () => {
      const C = [...r.picked].slice(-2), w = C.length === 2 ? Gr(t, C[0], C[1]) : null;
      if (!w) return L(f(C.length === 2 ? "path.none" : "graph.two"));
      r.add(w), r.path = w, g(!0), L(w.map((m) => t.facts(m).name).join(" → ")), e.set(Di(i, t, new Set(w.filter((m) => m.startsWith("a")))), f("graph.path"));
    },
    pin: () => {
      for (const C of r.picked) {
        if (!n.hasNode(C)) continue;
        const { x: w, y: m } = n.getNodeAttributes(C);
        r.pinned.delete(C) || r.pinned.set(C, { x: w, y: m });
      }
      d?.refresh();
    },
    lasso: () => {
      const C = c.classList.toggle("on");
      E.lasso.setAttribute("aria-pressed", String(C));
    },
    undo: () => r.undo() && g(!0),
    fit: () => {
      d?.getCamera().animatedReset({ duration: 150 });
    }
  }, E = Object.fromEntries(
    Object.entries(R).map(([C, w]) => [
      C,
      u(
        "button",
        { type: "button", class: "icon", "data-deed": C, "aria-label": le(`graph.${C}`, C), title: le(`graph.${C}`, C), onclick: w },
        Bi(C)
      )
    ])
  );
  function v() {
    const C = [...r.shown], w = be(
      f("graph.list"),
      [
        {
          title: f("graph.pick"),
          cell: (m) => u("input", {
            type: "checkbox",
            checked: r.picked.has(m),
            "aria-label": f("graph.pickOne", { id: t.facts(m).name }),
            onchange: (P) => {
              const I = new Set(r.picked);
              P.target.checked ? I.add(m) : I.delete(m), _(I);
            }
          })
        },
        { title: f("graph.node"), wide: !0, key: (m) => t.facts(m).name, cell: (m) => Q(t.facts(m).name) },
        { title: f("column.kind"), key: (m) => t.facts(m).kind, cell: (m) => Li(t, m) },
        { title: f("graph.links"), numeric: !0, key: (m) => t.degree(m), cell: (m) => t.degree(m) }
      ],
      C
    );
    ie(a, [w.element]);
  }
  function k() {
    g(!0);
    try {
      d = new nl(n, o, {
        allowInvalidContainer: !0,
        nodeProgramClasses: { square: Ci.square, diamond: Ci.diamond },
        labelFont: getComputedStyle(o).fontFamily,
        labelSize: 11,
        labelRenderedSizeThreshold: 9,
        labelColor: { color: h("ink") },
        defaultEdgeColor: h("edge"),
        zIndex: !0,
        stagePadding: 24,
        doubleClickZoomingRatio: 1,
        nodeReducer: (C, w) => A(C, w),
        edgeReducer: (C, w) => {
          const [m, P] = n.extremities(C), I = r.path.indexOf(m), K = I >= 0 && (r.path[I + 1] === P || r.path[I - 1] === P), J = r.picked.has(m) || r.picked.has(P);
          return { ...w, color: h(K ? "ring" : J ? "muted" : "edge"), size: K ? 3 : J ? 1.2 : 0.6, zIndex: K ? 1 : 0 };
        },
        defaultDrawNodeHover: (C, w, m) => Rl(C, w, m.labelSize, h)
      });
    } catch {
      ie(o, [u("p", { class: "told" }, f("graph.noWebgl"))]);
      return;
    }
    M(d);
  }
  function A(C, w) {
    const m = t.facts(C), P = r.path.includes(C) || r.picked.has(C) || z(C), I = m.isPublic || m.kind === "other" ? "other" : m.kind;
    return {
      ...w,
      color: h(P ? I : "faded"),
      size: w.size * (r.pinned.has(C) ? 1.35 : 1),
      highlighted: r.picked.has(C),
      forceLabel: r.path.includes(C) || r.pinned.has(C),
      label: P ? w.label : "",
      zIndex: P ? 1 : 0
    };
  }
  let D = null;
  function z(C) {
    return D === null || D.has(C);
  }
  e.listen(() => {
    D = e.rows === null ? null : Sl(i, e), d?.refresh();
  });
  function M(C) {
    let w = null, m = !1;
    C.on("clickNode", ({ node: P, event: I }) => {
      if (m) return;
      const K = I.original.ctrlKey || I.original.metaKey || I.original.shiftKey;
      _(K ? r.picked.has(P) ? [...r.picked].filter((J) => J !== P) : [...r.picked, P] : [P]);
    }), C.on("doubleClickNode", ({ node: P, preventSigmaDefault: I }) => {
      I(), r.picked = /* @__PURE__ */ new Set([P]), R.expand();
    }), C.on("clickStage", () => _([])), C.on("downNode", ({ node: P }) => {
      w = P, m = !1;
    }), C.getMouseCaptor().on("mousemovebody", (P) => {
      if (!w) return;
      const I = C.viewportToGraph(P);
      m || r.keep(), m = !0, r.pinned.set(w, I), n.mergeNodeAttributes(w, I), P.preventSigmaDefault(), P.original.preventDefault();
    }), C.getMouseCaptor().on("mouseup", () => w = null), C.on("enterNode", ({ node: P }) => L(`${Li(t, P)}: ${t.facts(P).name}`)), Tl(c, C, n, (P) => {
      R.lasso(), _(P);
    });
  }
  const B = u("div", { class: "network drawing" });
  B.addEventListener("redraw", () => d && bl(o, d, n, t));
  const X = matchMedia("(prefers-color-scheme: dark)"), W = () => {
    h = nt(o), d?.setSetting("labelColor", { color: h("ink") }), d?.refresh();
  };
  X.addEventListener("change", W);
  const y = new ResizeObserver(() => {
    o.clientWidth && !d && !o.childElementCount && (h = nt(o), k());
  });
  return y.observe(o), i.members.length - Math.min(i.members.length, Wt) && L(f("graph.some", { n: Wt, all: i.members.length })), ie(B, [
    u("div", { class: "tools", role: "toolbar", "aria-label": f("graph.tools") }, ...Object.values(E)),
    u("div", { class: "stage-box" }, o, c),
    El(),
    s,
    l
  ]), {
    element: B,
    dispose: () => {
      y.disconnect(), X.removeEventListener("change", W), d?.kill();
    }
  };
}
function bl(i, e, t, n) {
  i.querySelector(".printed")?.remove();
  const r = u("canvas", { class: "printed", "aria-hidden": "true" });
  i.append(r), [r.width, r.height] = [i.clientWidth * 2, i.clientHeight * 2];
  const o = r.getContext("2d");
  if (!o) return;
  const s = nt(i);
  o.scale(2, 2), o.font = "11px sans-serif";
  const a = (l) => e.graphToViewport(t.getNodeAttributes(l));
  o.strokeStyle = s("edge"), t.forEachEdge((l, c, d, h) => {
    const [g, p] = [a(d), a(h)];
    o.beginPath(), o.moveTo(g.x, g.y), o.lineTo(p.x, p.y), o.stroke();
  }), t.forEachNode((l, c) => {
    const { x: d, y: h } = a(l), { kind: g, isPublic: p } = n.facts(l);
    if (o.fillStyle = s(p || g === "other" ? "other" : g), o.beginPath(), g === "account") o.arc(d, h, c.size, 0, 2 * Math.PI);
    else if (g === "token") for (const [S, _] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) o.lineTo(d + S * c.size, h + _ * c.size);
    else o.rect(d - c.size * 0.8, h - c.size * 0.8, c.size * 1.6, c.size * 1.6);
    o.fill(), o.fillStyle = s("ink"), g !== "account" && o.fillText(c.label, d + c.size + 3, h + 4);
  });
}
class wl {
  constructor(e, t) {
    this.all = e, this.shown = t;
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
    for (const t of e) this.shown.add(t);
  }
  expand() {
    const e = [...this.picked].flatMap((t) => [...this.all.neighbors(t)]).filter((t) => !this.shown.has(t));
    return e.length && this.add(e), e.length > 0;
  }
  /** Hide the neighbours of what is picked that hang on nothing else. */
  collapse() {
    const e = [...this.picked].flatMap(
      (n) => [...this.all.neighbors(n)].filter(
        (r) => this.shown.has(r) && !this.picked.has(r) && [...this.all.neighbors(r)].every((o) => this.picked.has(o) || !this.shown.has(o))
      )
    ), t = e.length ? e : [...this.picked];
    if (!t.length) return !1;
    this.keep();
    for (const n of t) this.shown.delete(n);
    return !0;
  }
}
function kl(i, e) {
  const t = ({ kind: n, place: r }) => n !== "other" && (n !== "account" || r < Wt || i.members.length <= Wt);
  return new Set([...e.nodes()].filter(([, n]) => t(n)).map(([n]) => n));
}
function _l(i) {
  const e = Number(i.slice(1)) * 2.39996, t = i.startsWith("p") ? 3 : i.startsWith("t") ? 5 : 8;
  return { x: t * Math.cos(e), y: t * Math.sin(e) };
}
function El() {
  const i = [["account", f("node.account")], ["product", f("node.product")], ["token", f("node.token")], ["token other", f("node.held")]], e = `${f("graph.shapes")}: ${i.map(([, t]) => t).join(", ")}`;
  return u("p", { class: "legend shapes", "aria-label": e, role: "note" }, ...i.flatMap(([t, n]) => [u("span", { class: `shape ${t}` }), u("span", { "data-words": n })]));
}
function Li(i, e) {
  const t = i.facts(e);
  return t.kind === "token" ? t.isPublic ? f("node.public", { n: t.holders }) : f("node.token") : f(`node.${t.kind}`);
}
function kt(i, e, t) {
  return [...e].map((n) => i.facts(n)).filter((n) => n.kind === t).map((n) => n.place);
}
function Di(i, e, t) {
  const n = new Set(kt(e, t, "account"));
  for (const a of kt(e, t, "token")) for (const l of i.identifiers[a].holders) n.add(l);
  const r = new Set(kt(e, t, "product"));
  for (const a of kt(e, t, "other")) r.add(i.products.length + a);
  const { member: o, product: s } = i.reviews;
  return o.map((a, l) => l).filter((a) => n.has(o[a]) || r.has(s[a]));
}
function Sl(i, e) {
  const t = new Set([...e.tokens].map((n) => `t${n}`));
  for (const n of e.tokens) for (const r of i.identifiers[n].holders) t.add(`a${r}`);
  for (const n of e.rows ?? []) {
    t.add(`a${i.reviews.member[n]}`);
    const r = i.reviews.product[n];
    t.add(r < i.products.length ? `p${r}` : `o${r - i.products.length}`);
  }
  return t;
}
function Rl(i, e, t, n) {
  if (i.strokeStyle = n("ink"), i.lineWidth = 1.5, i.beginPath(), i.arc(e.x, e.y, e.size + 2.5, 0, 2 * Math.PI), i.stroke(), !e.label) return;
  i.font = `600 ${t}px ${i.canvas.ownerDocument.defaultView ? "system-ui, sans-serif" : "sans-serif"}`;
  const r = i.measureText(e.label).width;
  i.fillStyle = n("paper"), i.globalAlpha = 0.92, i.fillRect(e.x + e.size + 4, e.y - t, r + 6, t + 8), i.globalAlpha = 1, i.fillStyle = n("ink"), i.fillText(e.label, e.x + e.size + 7, e.y + t / 3);
}
function Tl(i, e, t, n) {
  let r = [];
  const o = (s) => {
    const a = i.getBoundingClientRect();
    return [s.clientX - a.left, s.clientY - a.top];
  };
  i.addEventListener("pointerdown", (s) => {
    i.width = i.clientWidth, i.height = i.clientHeight, r = [o(s)], i.setPointerCapture(s.pointerId);
  }), i.addEventListener("pointermove", (s) => {
    if (!r.length) return;
    r.push(o(s));
    const a = i.getContext("2d");
    a.clearRect(0, 0, i.width, i.height), a.strokeStyle = nt(i)("ring"), a.setLineDash([4, 3]), a.beginPath();
    for (const [l, c] of r) a.lineTo(l, c);
    a.closePath(), a.stroke();
  }), i.addEventListener("pointerup", () => {
    i.getContext("2d").clearRect(0, 0, i.width, i.height);
    const s = t.filterNodes((a, l) => xl(r, e.graphToViewport(l)));
    r = [], n(s);
  });
}
function xl(i, { x: e, y: t }) {
  let n = !1;
  return i.forEach(([r, o], s) => {
    const [a, l] = i[(s + i.length - 1) % i.length];
    o > t != l > t && e < (a - r) * (t - o) / (l - o) + r && (n = !n);
  }), n;
}
const Gi = 3, Al = 0.3, Cl = 60, Ll = 4, Dl = 40, Gl = 2e3;
function Fr(i) {
  return i.slice(0, Gl).match(/[\p{L}\p{N}]+|[^\p{L}\p{N}\s]+/gu) ?? [];
}
function Nl(i) {
  const e = Fr(i.toLowerCase()).filter((n) => /[\p{L}\p{N}]/u.test(n)), t = /* @__PURE__ */ new Set();
  for (let n = 0; n + Gi <= e.length; n += 1) t.add(e.slice(n, n + Gi).join(" "));
  return t;
}
function Pl(i) {
  const e = i.reviews.text ?? [], t = e.map((s) => Nl(s ?? "")), n = /* @__PURE__ */ new Map();
  t.forEach((s, a) => {
    for (const l of s) {
      const c = n.get(l);
      c ? c.push(a) : n.set(l, [a]);
    }
  });
  const r = /* @__PURE__ */ new Map();
  for (const s of n.values())
    if (!(s.length < 2 || s.length > Dl))
      for (let a = 0; a < s.length; a += 1)
        for (let l = a + 1; l < s.length; l += 1) {
          const c = s[a] * e.length + s[l];
          r.set(c, (r.get(c) ?? 0) + 1);
        }
  const o = [];
  for (const [s, a] of r) {
    const [l, c] = [Math.floor(s / e.length), s % e.length], d = a / (t[l].size + t[c].size - a);
    a >= Ll && d >= Al && i.reviews.member[l] !== i.reviews.member[c] && o.push({ a: l, b: c, like: d, n: a });
  }
  return o.sort((s, a) => a.n - s.n || a.like - s.like || s.a - a.a || s.b - a.b).slice(0, Cl);
}
function $l(i, e) {
  const t = e.length + 1, n = new Uint16Array((i.length + 1) * t), r = (a, l) => i[a].toLowerCase() === e[l].toLowerCase();
  for (let a = i.length - 1; a >= 0; a -= 1)
    for (let l = e.length - 1; l >= 0; l -= 1)
      n[a * t + l] = r(a, l) ? n[(a + 1) * t + l + 1] + 1 : Math.max(n[(a + 1) * t + l], n[a * t + l + 1]);
  const [o, s] = [i.map(() => !1), e.map(() => !1)];
  for (let a = 0, l = 0; a < i.length && l < e.length; )
    r(a, l) ? (o[a] = s[l] = !0, a += 1, l += 1) : n[(a + 1) * t + l] >= n[a * t + l + 1] ? a += 1 : l += 1;
  return [o, s];
}
function Fl(i, e) {
  const t = u("p", { class: "text", lang: "" });
  return i.forEach((n, r) => {
    const o = r && /[\p{L}\p{N}]/u.test(n) ? " " : "";
    t.append(o, e[r] ? u("span", {}, n) : u("mark", {}, n));
  }), t;
}
function Il(i) {
  if (i.reviews.text === null) return u("p", { class: "told" }, f("texts.absent"));
  const e = Pl(i);
  return e.length ? u(
    "div",
    { class: "pairs" },
    u("p", { class: "told" }, f("texts.about", { n: e.length })),
    ...e.map((t) => {
      const n = [t.a, t.b].map((o) => Fr(i.reviews.text[o] ?? "")), r = $l(n[0], n[1]);
      return u(
        "figure",
        { class: "pair" },
        u("figcaption", {}, f("texts.alike", { share: Re(t.like) })),
        ...[t.a, t.b].map(
          (o, s) => u(
            "div",
            {},
            u(
              "p",
              { class: "told" },
              Q(i.members[i.reviews.member[o]].reviewer_id),
              ` · ${Me(i.reviews.posted_at[o] ?? null)} · ${i.reviews.rating[o] ?? "–"} ★`
            ),
            Fl(n[s], r[s])
          )
        )
      );
    })
  ) : u("p", { class: "told" }, f("texts.none"));
}
const ze = 15, je = 58, zl = 22, Ce = 864e5, Ol = 60;
function Ml(i, e) {
  const { posted_at: t, in_ring: n, product: r, rating: o } = i.reviews, s = t.map(($) => $ === null ? NaN : $n($)), a = s.map(($, C) => C).filter(($) => !Number.isNaN(s[$])), l = a.filter(($) => n[$]);
  if (!l.length) return null;
  const c = l.map(($) => s[$]), d = c.reduce(($, C) => Math.min($, C)), h = Math.max(c.reduce(($, C) => Math.max($, C)), d + Ce), g = (h - d) * 0.02 + Ce, [p, S] = [d - g, h + g], _ = i.products.map(() => 0);
  for (const $ of l) _[r[$]] += 1;
  const x = i.products.map(($, C) => C).sort(($, C) => _[C] - _[$]).slice(0, Ol).sort(($, C) => (i.products[$].first_at ?? "") < (i.products[C].first_at ?? "") ? -1 : 1), L = new Map(x.map(($, C) => [$, C])), R = f("timeline.label", { n: l.length, from: Fe(d), until: Fe(h) });
  let E = 96, v = 600;
  const k = ($) => E + ($ - p) / (S - p) * (v - E - 8), A = ($) => p + ($ - E) / (v - E - 8) * (S - p), D = Ki(R, () => je + x.length * ze + zl, ($) => {
    const { context: C, colour: w } = $;
    v = $.width, E = v < 500 ? 64 : 110, z(C, w), M(C, w), x.forEach((m, P) => B(C, w, m, P)), X(C, w);
  });
  function z($, C) {
    const w = je + x.length * ze, m = [1, 2, 7, 14, 30.44, 61, 91.3, 182.6, 365.25, 730.5].find((I) => (S - p) / Ce / I <= (v - E) / 82) ?? 1461;
    $.fillStyle = C("muted"), $.strokeStyle = C("rule"), $.textAlign = "center";
    let P = -1 / 0;
    for (let I = Math.ceil(p / Ce) * Ce; I < S; I += Math.round(m) * Ce) {
      $.beginPath(), $.moveTo(k(I), 4), $.lineTo(k(I), w), $.stroke();
      const K = Math.max(k(I), E + 26);
      k(I) >= v - 28 || K - 32 < P || ($.fillText(Fe(I), K, w + 15), P = K + 32);
    }
  }
  function M($, C) {
    const w = (S - p) / Math.max(20, Math.floor((v - E) / 7)), m = (T) => {
      const Z = [];
      for (const j of T) {
        const re = Math.floor((s[j] - p) / w);
        Z[re] = (Z[re] ?? 0) + 1;
      }
      return Z;
    }, P = m(l), I = m(l.filter((T) => e.has(T))), K = Math.max(...P.filter(Boolean)), J = (T) => T / K * (je - 14), b = Math.max(1, k(p + w) - k(p) - 1);
    P.forEach((T, Z) => {
      $.fillStyle = C("ring-soft"), $.fillRect(k(p + Z * w), je - 6 - J(T), b, J(T));
      const j = I[Z] ?? 0;
      $.fillStyle = C("ring"), $.fillRect(k(p + Z * w), je - 6 - J(j), b, J(j));
    });
  }
  function B($, C, w, m) {
    const P = i.products[w], I = je + m * ze + ze / 2;
    if ($.textAlign = "right", $.fillStyle = C(P.is_bystander && i.flagged ? "muted" : "ink"), $.fillText(Zi($, Ve(P.product_id), E - 12), E - 6, I + 4), !P.baseline || !P.baseline_from) return;
    const K = $n(P.baseline_from), J = P.baseline.reduce((b, T) => Math.max(b, T), 1);
    $.fillStyle = C("other-soft"), P.baseline.forEach((b, T) => {
      const [Z, j] = [K + T * 7 * Ce, K + (T + 1) * 7 * Ce];
      if (!b || j < p || Z > S) return;
      const re = b / J * (ze - 2), ae = k(Math.max(Z, p));
      $.fillRect(ae, I + ze / 2 - 1 - re, Math.max(1, k(Math.min(j, S)) - ae - 0.5), re);
    });
  }
  function X($, C) {
    for (const w of [!1, !0]) {
      const m = /* @__PURE__ */ new Set();
      for (const P of l) {
        const I = L.get(r[P]);
        if (I === void 0 || e.has(P) !== w) continue;
        const K = o[P] ?? null, J = (I * 1e5 + Math.round(2 * k(s[P]))) * 10 + (K ?? 0);
        m.has(J) || (m.add(J), $.globalAlpha = w ? 0.85 : 0.15, $.fillStyle = C(K === null ? "muted" : K >= 4 ? "ring" : K <= 2 ? "low" : "muted"), Ul($, k(s[P]), je + I * ze + ze / 2, K));
      }
    }
    $.globalAlpha = 1;
  }
  e.listen(D.redraw);
  const W = [d, h].map(
    ($, C) => u("input", {
      type: "text",
      inputmode: "numeric",
      pattern: "\\d{4}-\\d{2}-\\d{2}",
      size: 10,
      "aria-label": f(C ? "timeline.until" : "timeline.from"),
      value: Fe($),
      onchange: () => y(Date.parse(W[0].value), Date.parse(W[1].value) + Ce - 1)
    })
  );
  function y($, C) {
    if (Number.isNaN($) || Number.isNaN(C)) return;
    W[0].value = Fe($), W[1].value = Fe(C);
    const w = a.filter((m) => s[m] >= $ && s[m] <= C && n[m]);
    e.set(w, f("brush.times", { from: Fe($), until: Fe(C) }));
  }
  return Bl(D.canvas, ($, C) => {
    Math.abs(C - $) < 4 ? e.clear() : y(Ke(A(Math.min($, C)), p, S), Ke(A(Math.max($, C)), p, S));
  }), u("div", { class: "timeline" }, D.element, u("div", { class: "tools" }, ...W));
}
function Ul(i, e, t, n) {
  if (n !== null && n <= 2) {
    i.fillRect(e - 3, t - 3, 6, 6);
    return;
  }
  if (n === null || n < 4) {
    i.fillRect(e - 1, t - 4, 2, 8);
    return;
  }
  i.beginPath(), i.arc(e, t, 3, 0, 2 * Math.PI), i.fill();
}
function Bl(i, e) {
  let t = null;
  const n = (r) => r.clientX - i.getBoundingClientRect().left;
  i.addEventListener("pointerdown", (r) => {
    t = n(r), i.setPointerCapture(r.pointerId);
  }), i.addEventListener("pointerup", (r) => {
    t !== null && e(t, n(r)), t = null;
  });
}
function Wl(i, e, t, n) {
  const r = new Map((i.removals ?? []).map((L) => [L.family, L]));
  if (!e.host.canWhatIf && !r.size) return null;
  const o = i.waterfall.steps.filter((L) => L.amount !== null && (e.host.canWhatIf || r.has(L.family))), s = /* @__PURE__ */ new Set(), a = /* @__PURE__ */ new Set(), l = /* @__PURE__ */ new Set(), c = /* @__PURE__ */ new Set(), d = u("div", { role: "status", class: "answer" });
  let h = 0;
  async function g() {
    const L = h += 1;
    for (const E of _) E.draw();
    if (![s, a, l, c].some((E) => E.size)) return ie(d, [u("p", {}, f("whatif.asIs"))]);
    const R = { score: i.score, q_value: i.q_value, rank: i.rank, flagged: i.flagged };
    try {
      if (e.host.canWhatIf) {
        const v = await e.whatIf({
          ring_id: i.ring_id,
          families: [...s],
          accounts: [...a],
          products: [...l],
          reviews: [],
          merged: [...c],
          fdr: null,
          min_families: null
        });
        L === h && ie(d, [Ni(v.before, v.after, v.abnormal)]);
        return;
      }
      const E = r.get([...s].at(-1) ?? "");
      E && ie(d, [Ni(R, E.after, E.abnormal)]);
    } catch (E) {
      L === h && ie(d, [u("p", { class: "problem" }, E.message)]);
    }
  }
  const p = !e.host.canWhatIf, S = () => {
    g();
  }, _ = p ? [] : [
    hn("account", f("whatif.account"), i.members.map((L) => L.reviewer_id), a, S),
    hn("product", f("whatif.product"), i.products.map((L) => L.product_id), l, S),
    hn("merge", f("whatif.merge"), n, c, S)
  ], x = o.map(
    (L) => u(
      "label",
      { class: "box" },
      u("input", {
        type: p ? "radio" : "checkbox",
        name: "whatif",
        "data-family": L.family,
        onchange: (R) => {
          p && s.clear(), R.target.checked ? s.add(L.family) : s.delete(L.family), g();
        }
      }),
      Se(L.family)
    )
  );
  return g(), u(
    "div",
    { class: "whatif" },
    u("fieldset", {}, u("legend", {}, f("whatif.families")), ...x),
    ..._.map((L) => L.element),
    p ? null : u(
      "div",
      { class: "tools" },
      u("button", { type: "button", class: "quiet", onclick: () => {
        for (const L of t.rows ?? []) a.add(i.members[i.reviews.member[L]].reviewer_id);
        g();
      } }, f("whatif.accounts")),
      u("button", { type: "button", class: "quiet", onclick: () => {
        for (const L of [a, l, c]) L.clear();
        g();
      } }, f("whatif.back"))
    ),
    d
  );
}
const Hl = 500;
let jl = 0;
function hn(i, e, t, n, r) {
  const o = u("datalist", { id: `whatif-${i}-${jl += 1}` }, ...t.slice(0, Hl).map((g) => u("option", { value: g }))), s = u("input", { list: o.id, "data-whatif": i, autocomplete: "off" }), a = u("span", { class: "problem", role: "alert" }), l = u("span", { class: "chips" }), c = (g) => {
    g.preventDefault();
    const p = s.value.trim();
    p && (a.textContent = t.includes(p) ? "" : f("whatif.unknown", { id: p }), t.includes(p) && (n.add(p), s.value = "", r()));
  }, d = () => ie(l, [...n].map(
    (g) => u("button", { type: "button", class: "chip", "aria-label": f("whatif.return", { id: g }), onclick: () => {
      n.delete(g), r();
    } }, Q(g), " ×")
  ));
  return { element: u(
    "form",
    { class: "chooser", onsubmit: c },
    u("label", { class: "field" }, u("span", {}, e), s),
    o,
    u("button", { class: "quiet" }, f("whatif.take")),
    l,
    a
  ), draw: d };
}
function Ni(i, e, t) {
  const n = (o, s, a) => u("tr", {}, u("th", { scope: "row" }, o), u("td", {}, s), u("td", {}, u("strong", {}, a))), r = (o) => f(o.flagged ? "flagged" : "unflagged");
  return u(
    "table",
    { class: "plain" },
    u("thead", {}, u("tr", {}, u("td", {}), u("th", { scope: "col" }, f("whatif.before")), u("th", { scope: "col" }, f("whatif.after")))),
    u(
      "tbody",
      {},
      n(f("column.odds"), Ze(i.score), Ze(e.score)),
      n(f("column.flag"), r(i), r(e)),
      n(f("column.rank"), String(i.rank), String(e.rank)),
      n(f("column.falseShare"), Re(i.q_value), Re(e.q_value)),
      n(f("whatif.abnormal"), "", t.map(Se).join(", ") || "–")
    )
  );
}
async function ql(i, e) {
  const t = await i.client.ring(e), n = new ko(), r = yl(t, n), o = Ml(t, n), s = f(t.flagged ? "noun.ring" : "noun.group"), a = (await i.inbox()).rows, l = t.siblings.map((x) => x.ring_id), c = [.../* @__PURE__ */ new Set([...l, ...a.map((x) => x.ring_id)])].filter((x) => x !== t.ring_id), d = Wl(t, i.client, n, c), h = i.client.host.canDecide ? lc(i, t) : null, g = u(
    "div",
    { class: "folds" },
    ve(f("section.story"), () => ec(t)),
    ve(f("section.hypotheses"), () => fo(t, i.expert)),
    ve(f("section.waterfall"), () => uo(t, i.expert)),
    d ? ve(f("section.whatif"), () => d) : null,
    ve(f("section.texts"), () => Il(t)),
    ve(f("section.members"), () => tc(t)),
    ve(f(t.flagged ? "section.clients" : "section.products"), () => nc(t)),
    t.identifiers.length ? ve(f("section.tokens"), () => ic(t, n)) : null,
    ve(f("section.reviews"), () => rc(t, n), { "data-fold": "reviews" }),
    t.siblings.length || t.events.length ? ve(f("section.kin"), () => oc(t)) : null,
    t.notes.length || i.client.host.canDecide ? ve(f("section.notes"), () => sc(i, t)) : null,
    ve(f("section.provenance"), () => ac(t))
  ), p = u(
    "article",
    { class: "ring-screen" },
    Zl(t, s),
    u(
      "div",
      { class: "columns" },
      u("section", { class: "why", "aria-label": f("section.facts") }, to(t, n, i.expert), Yl(t, i.expert), Xl(t), Kl(g)),
      u(
        "section",
        { class: "pictures", "aria-label": f("section.pictures") },
        Jl(n),
        r.element,
        o ?? u("p", { class: "told" }, f("timeline.absent")),
        u("div", { class: "legend", "aria-hidden": "true" }, Ql()),
        _o(t, n)
      )
    ),
    g,
    h
  ), S = a.findIndex((x) => x.ring_id === t.ring_id), _ = (x) => () => {
    const L = a[S + x];
    L && i.go(se("ring", L.ring_id));
  };
  return i.client.host.kind === "desk" && i.client.host.canDecide && Vl(i, t.ring_id), {
    title: `${s} ${t.ring_id}`,
    element: p,
    keys: { j: _(1), k: _(-1), ...h ? h.keys : {}, Escape: () => n.clear() },
    dispose: r.dispose
  };
}
async function Vl(i, e) {
  try {
    const { lease: t, is_mine: n } = await i.client.lease({ ring_id: e });
    t && !n && i.tell(f("lease.by", { by: t.by }), !0);
  } catch (t) {
    i.tell(t.message, !0);
  }
}
function Kl(i) {
  return u("button", { type: "button", class: "quiet below", onclick: () => {
    i.scrollIntoView({ block: "start" }), i.querySelector("summary").focus({ preventScroll: !0 });
  } }, "↓ ", f("section.below"));
}
function ve(i, e, t = {}) {
  return zi(u("h2", {}, i), e, t);
}
function Zl(i, e) {
  return u(
    "header",
    { class: "ring-head" },
    u("h1", { tabindex: -1 }, u("span", { class: "noun" }, e), " ", Q(i.ring_id)),
    u(
      "p",
      { class: "chips" },
      i.flagged ? u("span", { class: "chip hot" }, `⚑ ${f("flagged")}`) : u("span", { class: "chip" }, f("unflagged")),
      i.decision ? u("span", { class: "chip" }, `${le(`verdict.${i.decision.verdict}`, i.decision.verdict)} · ${i.decision.by} · ${Me(i.decision.at)}`) : null,
      i.lease ? u("span", { class: "chip" }, f("lease.by", { by: i.lease.by })) : null
    ),
    u("p", { class: "summary", lang: i.language }, Mr(i.summary))
  );
}
function Yl(i, e) {
  const { prior: t, total: n } = i.waterfall;
  return !i.flagged || n > t ? null : u("p", { class: "doubt" }, "⚠ ", f("rests", { odds: e ? Oe(t) : Ze(t) }));
}
function Xl(i) {
  const e = i.innocent_explanation;
  return e ? u("p", { class: "closest" }, f("closest"), " ", u("strong", { lang: i.language }, En(e))) : null;
}
function Jl(i) {
  const e = u("span", {}), t = u("button", { type: "button", class: "quiet", onclick: () => i.clear() }, f("brush.clear")), n = u("p", { class: "brushed", role: "status" }, e, t);
  return n.hidden = !0, i.listen(() => {
    n.hidden = i.rows === null, ie(e, [i.rows === null ? "" : f("brush.rows", { n: i.rows.size, what: i.label })]);
  }), n;
}
function Ql() {
  const i = document.createDocumentFragment();
  for (const [e, t] of [["praise", "4–5★"], ["middle", "3★"], ["blame", "1–2★"]])
    i.append(u("span", { class: `key ${e}` }), t);
  return i;
}
function ec(i) {
  const { who: e, what: t, when: n, identifiers: r, how_sure: o, against: s, next_steps: a } = i.story, l = { who: e, what: t, when: n, identifiers: r, how_sure: o, against: s, next_steps: a };
  return u(
    "div",
    { class: "story", lang: i.language },
    ...Object.entries(l).filter(([, c]) => c.length).flatMap(([c, d]) => [
      u("h3", {}, le(`story.${c}`, c)),
      u("ul", {}, ...d.map((h) => u("li", {}, h)))
    ])
  );
}
function tc(i) {
  return be(
    f("section.members"),
    [
      { title: f("column.account"), key: (e) => e.reviewer_id, cell: (e) => st(e.reviewer_id) },
      { title: f("column.membership"), numeric: !0, key: (e) => e.membership, cell: (e) => Re(e.membership) },
      { title: f("column.role"), key: (e) => e.role, cell: (e) => le(`role.${e.role}`, e.role) },
      { title: f("column.created"), key: (e) => e.created_at, cell: (e) => Ne(e.created_at) },
      { title: f("column.first"), key: (e) => e.first_at, cell: (e) => Ne(e.first_at) },
      { title: f("column.last"), key: (e) => e.last_at, cell: (e) => Ne(e.last_at) },
      { title: f("column.ofTargets"), numeric: !0, key: (e) => e.n_ring_reviews, cell: (e) => Y(e.n_ring_reviews) },
      { title: f("column.reviews"), numeric: !0, key: (e) => e.n_reviews, cell: (e) => Y(e.n_reviews) }
    ],
    i.members
  ).element;
}
function nc(i) {
  const e = (t) => i.flagged ? t.is_bystander ? f("bystander") : Re(t.service) : "–";
  return u(
    "div",
    {},
    be(
      f("section.products"),
      [
        { title: f("column.product"), key: (t) => t.product_id, cell: (t) => Q(t.product_id) },
        { title: f("column.seller"), key: (t) => t.seller_id, cell: (t) => t.seller_id === null ? "–" : Q(t.seller_id) },
        { title: f(i.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: !0, key: (t) => t.n_ring_reviews, cell: (t) => Y(t.n_ring_reviews) },
        { title: f("column.allReviews"), numeric: !0, key: (t) => t.n_reviews, cell: (t) => Y(t.n_reviews) },
        { title: f("column.with"), numeric: !0, key: (t) => t.rating_with, cell: (t) => Nt(t.rating_with) },
        { title: f("column.without"), numeric: !0, key: (t) => t.rating_without, cell: (t) => Nt(t.rating_without) },
        { title: f("column.first"), key: (t) => t.first_at, cell: (t) => Ne(t.first_at) },
        { title: f("column.last"), key: (t) => t.last_at, cell: (t) => Ne(t.last_at) },
        ...i.flagged ? [{ title: f("column.service"), numeric: !0, key: (t) => t.service, cell: e }] : []
      ],
      i.products
    ).element,
    u("h3", {}, f("section.sellers")),
    be(
      f("section.sellers"),
      [
        { title: f("column.seller"), key: (t) => t.seller_id, cell: (t) => t.seller_id === null ? f("seller.unknown") : Q(t.seller_id) },
        { title: f("column.products"), numeric: !0, key: (t) => t.n_products, cell: (t) => Y(t.n_products) },
        { title: f(i.flagged ? "column.ringReviews" : "column.groupReviews"), numeric: !0, key: (t) => t.n_ring_reviews, cell: (t) => Y(t.n_ring_reviews) },
        { title: f("column.allReviews"), numeric: !0, key: (t) => t.n_reviews, cell: (t) => Y(t.n_reviews) },
        { title: f("column.with"), numeric: !0, key: (t) => t.rating_with, cell: (t) => Nt(t.rating_with) },
        { title: f("column.without"), numeric: !0, key: (t) => t.rating_without, cell: (t) => Nt(t.rating_without) }
      ],
      i.sellers
    ).element
  );
}
function ic(i, e) {
  const t = (n) => {
    const r = new Set(n.holders), o = i.reviews.member.map((s, a) => a).filter((s) => r.has(i.reviews.member[s]));
    e.set(o, n.token, [i.identifiers.indexOf(n)]);
  };
  return be(
    f("section.tokens"),
    [
      { title: f("column.kind"), key: (n) => n.kind, cell: (n) => n.kind },
      { title: f("column.token"), key: (n) => n.token, cell: (n) => u("span", { class: n.is_public ? "public" : "" }, Q(n.token)) },
      { title: f("column.holders"), numeric: !0, key: (n) => n.holders.length, cell: (n) => Y(n.holders.length) },
      { title: f("column.everybody"), numeric: !0, key: (n) => n.n_accounts, cell: (n) => `${Y(n.n_accounts)}${n.is_public ? ` · ${f("token.public")}` : ""}` },
      { title: f("column.accounts"), wide: !0, cell: (n) => u("span", {}, ...n.holders.flatMap((r, o) => [o ? ", " : "", st(i.members[r].reviewer_id)])) },
      { title: f("fact.show"), cell: (n) => u("button", { type: "button", class: "quiet", onclick: () => t(n) }, f("brush.do")) }
    ],
    i.identifiers
  ).element;
}
function rc(i, e) {
  const t = i.reviews.member.map((s, a) => a), n = ji(i, t, f("section.reviews"), !0), r = u("p", { class: "told" }), o = () => {
    const s = e.rows === null ? t : t.filter((a) => e.has(a));
    n.show(s), r.textContent = f("reviews.shown", { n: s.length, all: t.length });
  };
  return e.listen(o), o(), u("div", {}, r, n.element);
}
function oc(i) {
  return u(
    "ul",
    {},
    ...i.siblings.map(
      (e) => u(
        "li",
        {},
        u("a", { href: se("ring", e.ring_id) }, Q(e.ring_id)),
        ` · ${f("sibling", { accounts: Y(e.n_members), instruments: Y(e.n_instruments) })} · `,
        u("a", { href: se("compare", "", { a: i.ring_id, b: e.ring_id }) }, f("compare.do"))
      )
    ),
    ...i.events.map((e) => u("li", { lang: "en" }, `${Me(e.at)} ${le(`event.${e.kind}`, e.kind)}: ${e.words}`))
  );
}
function sc(i, e) {
  const t = u("ul", { class: "notes" }), n = (s) => ie(t, s.map((a) => u("li", {}, u("span", { class: "told" }, `${a.by} · ${Ne(a.at)}`), u("p", { class: "text" }, a.text))));
  n(e.notes);
  const r = u("textarea", { rows: 2, "aria-label": f("note.text"), maxlength: 2e4 }), o = async () => {
    if (r.value.trim())
      try {
        n((await i.client.note({ ring_id: e.ring_id, text: r.value, by: null })).notes), r.value = "", i.tell(f("note.kept"));
      } catch (s) {
        i.tell(s.message, !0);
      }
  };
  return u(
    "div",
    { "data-notes": "" },
    t,
    i.client.host.canDecide ? u("div", { class: "tools" }, r, u("button", { type: "button", onclick: () => {
      o();
    } }, f("note.add"))) : null
  );
}
function ac(i) {
  const { run_id: e, version: t, source: n, created_at: r, fdr: o, limits: s, notes: a } = i.provenance, l = (c, d) => [u("dt", {}, c), u("dd", {}, u("bdi", {}, d))];
  return u(
    "div",
    {},
    u(
      "dl",
      {},
      ...l(f("run.id"), e),
      ...l(f("run.version"), t),
      ...l(f("run.source"), n),
      ...l(f("run.created"), r),
      ...l(f("run.fdr"), Re(o)),
      ...l(f("column.rank"), `${i.rank} / ${i.n_rings}`),
      ...l(f("column.falseShare"), Re(i.q_value))
    ),
    u("ul", { lang: i.language }, ...[...s, ...a].map((c) => u("li", {}, c)))
  );
}
function lc(i, e) {
  const t = (a) => () => {
    i.decide([e.ring_id], a);
  }, n = () => {
    const l = i.root.querySelector("[data-notes] textarea")?.closest("details") ?? [...i.root.querySelectorAll("details")].find((c) => c.querySelector("summary")?.textContent === f("section.notes"));
    l && (l.open = !0), requestAnimationFrame(() => i.root.querySelector("[data-notes] textarea")?.focus());
  }, r = { c: t("confirm"), d: t("dismiss"), w: t("watch"), n, u: () => {
    i.undo([e.ring_id]);
  } }, o = (a, l, c = "") => u("button", { type: "button", class: c, "data-verdict": a, "aria-keyshortcuts": l, onclick: r[l] }, le(`deed.${a}`, a)), s = u(
    "div",
    { class: "decision-bar", role: "toolbar", "aria-label": f("section.decision") },
    o("confirm", "c", "hot"),
    o("dismiss", "d"),
    o("watch", "w"),
    u("button", { type: "button", "data-verdict": "unsure", onclick: t("unsure") }, f("deed.unsure")),
    o("note", "n", "quiet"),
    o("undo", "u", "quiet")
  );
  return Object.assign(s, { keys: r });
}
async function cc(i, e) {
  const { hits: t, is_cut: n } = e.trim() ? await i.client.search(e) : { hits: [], is_cut: !1 }, r = (o) => o.kind === "ring" || o.kind === "account" ? u("a", { href: se(o.kind, o.id) }, Q(o.id)) : Q(o.id);
  return {
    title: f("search.title", { query: e }),
    element: u(
      "article",
      {},
      u("h1", { tabindex: -1 }, f("search.title", { query: e })),
      u("p", { class: "told" }, f(n ? "search.cut" : "search.found", { n: t.length })),
      t.length ? be(
        f("search.title", { query: e }),
        [
          { title: f("column.kind"), key: (o) => o.kind, cell: (o) => le(`hit.${o.kind}`, o.kind) },
          { title: f("search.id"), key: (o) => o.id, cell: r },
          {
            title: f("search.where"),
            wide: !0,
            cell: (o) => u("span", {}, ...o.ring_ids.flatMap((s, a) => [a ? ", " : "", u("a", { href: se("ring", s) }, Q(s))]))
          }
        ],
        t
      ).element : null
    ),
    keys: {}
  };
}
const uc = ["ring", "flagged", "odds", "family", "abnormal", "membership", "client", "bystander", "token", "harm", "falseShare"];
function Le(i, e) {
  try {
    return e !== void 0 && localStorage.setItem(`collusion.${i}`, e), localStorage.getItem(`collusion.${i}`);
  } catch {
    return null;
  }
}
class dc {
  constructor(e, t, n = "") {
    this.root = e, this.host = t, this.client = new Ur(t), this.router = t.kind === "notebook" ? new qr(n || se("inbox")) : new jr(), Nn(Le("language") ?? e.dataset.language ?? navigator.language.slice(0, 2)), this.#c(), this.router.listen(() => {
      this.show();
    }), e.addEventListener("click", (r) => this.#g(r)), e.addEventListener("keydown", (r) => this.#d(r)), t.kind !== "notebook" && document.addEventListener("keydown", (r) => r.target === document.body && this.#d(r)), window.addEventListener("beforeprint", () => this.#p()), this.show();
  }
  root;
  host;
  client;
  router;
  expert = Le("expert") === "yes";
  #e = Le("keys") !== "no";
  #t = null;
  #n = null;
  #r = 0;
  #o = 0;
  #s = u("a", { href: se("compare") });
  #i = u("div", { class: "main", id: "collusion-content" });
  #a = u("div", { class: "toast", role: "status", "aria-live": "polite" });
  go(e) {
    this.router.go(e);
  }
  /** The inbox, asked for once; what is decided changes its rows. */
  inbox() {
    return this.#t ??= this.client.inbox().then((e) => ({ ...e })), this.#t;
  }
  /** Say something to the reader, seen and read aloud. */
  tell(e, t = !1) {
    ie(this.#a, [u("span", { class: t ? "problem" : "" }, e)]), clearTimeout(this.#o), this.#o = setTimeout(() => ie(this.#a, []), 8e3);
  }
  async show() {
    const e = this.#r += 1;
    this.#i.setAttribute("aria-busy", "true");
    let t;
    try {
      t = await this.#h();
    } catch (s) {
      t = {
        title: f("problem"),
        element: u("div", {}, u("h1", { tabindex: -1 }, f("problem")), u("p", { class: "problem" }, s.message), u("p", {}, u("a", { href: se("inbox") }, f("screen.inbox")))),
        keys: {}
      };
    }
    const { screen: n, id: r } = this.router.route;
    if (this.#s.setAttribute("href", se("compare", "", n === "ring" ? { a: r } : {})), e !== this.#r) {
      t.dispose?.();
      return;
    }
    this.#n?.dispose?.();
    const o = this.#n === null;
    this.#n = t, ie(this.#i, [t.element]), this.#i.removeAttribute("aria-busy"), this.root.dataset.screen = this.router.route.screen, this.host.kind !== "notebook" && (document.title = `${t.title} · Collusion`), o || (this.host.kind !== "notebook" && scrollTo(0, 0), t.element.querySelector("h1")?.focus({ preventScroll: !0 }));
  }
  #h() {
    const { screen: e, id: t, query: n } = this.router.route;
    switch (e) {
      case "ring":
        return ql(this, t);
      case "account":
        return Kr(this, t);
      case "compare":
        return so(this, n);
      case "search":
        return cc(this, n.get("q") ?? "");
      default:
        return wo(this, n);
    }
  }
  /** Ask for the reason, decide, and put the changed rows into the inbox; false when the reader drew back. */
  async decide(e, t) {
    return e.length ? this.#f(
      e,
      t,
      (n) => this.#l(
        () => this.client.decide({ ring_ids: [...e], verdict: t, note: n.note, accounts: null, expires: n.expires || null, by: n.by || null }),
        f("decided", { n: e.length, verdict: f(`verdict.${t}`) })
      )
    ) : !1;
  }
  async undo(e) {
    if (!e.length) return !1;
    try {
      return await this.#l(
        () => this.client.undo({ ring_ids: [...e], note: "", by: Le("by") }),
        f("undone", { n: e.length })
      ), !0;
    } catch (t) {
      return this.tell(t.message, !0), !1;
    }
  }
  async #l(e, t) {
    const { rows: n } = await e(), r = await this.#t, o = new Map(n.map((s) => [s.ring_id, s]));
    r && r.rows.forEach((s, a, l) => l[a] = o.get(s.ring_id) ?? s), this.tell(t), this.router.route.screen === "ring" && await this.show();
  }
  /** Ask for the reason until `decide` took it, so that nothing typed is lost; false when the reader drew back. */
  #f(e, t, n) {
    return new Promise((r) => {
      const o = u("textarea", { rows: 4, required: !0, maxlength: 2e4, name: "note" }), s = u("input", { name: "by", required: !0, autocomplete: "name", value: Le("by") ?? "" }), a = u("input", { type: "date", name: "expires", min: Me((/* @__PURE__ */ new Date()).toISOString()) }), l = u("p", { class: "problem", role: "alert" }), c = (g, p) => u("label", { class: "field" }, u("span", {}, g), p), d = async (g) => {
        if (g.preventDefault(), !!o.value.trim()) {
          s.value && Le("by", s.value);
          try {
            await n({ note: o.value, by: s.value, expires: a.value }), r(!0), h.close();
          } catch (p) {
            ie(l, [p.message]);
          }
        }
      }, h = u(
        "dialog",
        { class: "dialog", "aria-labelledby": "decision-title" },
        u(
          "form",
          { onsubmit: (g) => {
            d(g);
          } },
          u("h2", { id: "decision-title" }, `${f(`deed.${t}`)}: ${e.length === 1 ? e[0] : f("decision.many", { n: e.length })}`),
          c(f("decision.note"), o),
          this.host.kind === "notebook" ? c(f("decision.by"), s) : null,
          t === "dismiss" ? null : c(f("decision.expires"), a),
          l,
          u(
            "div",
            { class: "tools" },
            u("button", { class: t === "confirm" ? "hot" : "" }, f(`deed.${t}`)),
            u("button", { type: "button", class: "quiet", onclick: () => h.close() }, f("cancel"))
          )
        )
      );
      h.addEventListener("close", () => {
        h.remove(), r(!1);
      }), this.root.append(h), h.showModal(), o.focus();
    });
  }
  #c() {
    this.root.classList.add("collusion"), this.root.lang = ot();
    const e = u("input", { type: "search", name: "q", "aria-label": f("search.label"), placeholder: f("search.hint") }), t = u(
      "form",
      {
        class: "search",
        role: "search",
        "aria-label": f("search.label"),
        onsubmit: (s) => {
          s.preventDefault(), e.value.trim() && this.go(se("search", "", { q: e.value.trim() }));
        }
      },
      e,
      u("button", { class: "icon", "aria-label": f("search.do") }, Bi("search"))
    ), n = u("button", { type: "button", class: "quiet", "aria-pressed": String(this.expert), onclick: () => {
      this.expert = !this.expert, Le("expert", this.expert ? "yes" : "no"), n.setAttribute("aria-pressed", String(this.expert)), this.show();
    } }, f("expert")), r = u(
      "select",
      { "aria-label": f("language"), onchange: (s) => {
        const a = s.target.value;
        Le("language", a), Nn(a), this.#c(), this.show();
      } },
      ...Object.keys(kn).map((s) => u("option", { value: s, selected: s === ot() }, s.toUpperCase()))
    ), o = u("button", { type: "button", class: "quiet", onclick: () => this.#u() }, f("help"));
    this.#s.textContent = f("screen.compare"), ie(this.root, [
      u("a", { class: "skip", href: "#collusion-content", onclick: (s) => (s.preventDefault(), this.#i.querySelector("h1")?.focus()) }, f("skip")),
      u(
        "header",
        { class: "top" },
        u("a", { class: "mark", href: se("inbox") }, "Collusion"),
        u("nav", { "aria-label": f("screens") }, u("a", { href: se("inbox") }, f("screen.inbox")), this.#s),
        t,
        u("div", { class: "settings" }, n, r, o)
      ),
      // A page has one main; a notebook, and a host that gives its own, have it already.
      u(this.host.kind === "notebook" || this.root.tagName === "MAIN" ? "div" : "main", {}, this.#i),
      this.#a
    ]);
  }
  #u() {
    const e = ["j", "k", "o", ...this.host.canDecide ? ["x", "c", "d", "w", "n", "u"] : [], "/", "Escape", "?"], t = u("input", { type: "checkbox", checked: this.#e, onchange: () => {
      this.#e = t.checked, Le("keys", this.#e ? "yes" : "no");
    } }), n = u(
      "dialog",
      { class: "dialog", "aria-labelledby": "help-title" },
      u("h2", { id: "help-title" }, f("help.title")),
      u("label", { class: "box" }, t, f("help.keys")),
      u("dl", { class: "keys" }, ...e.flatMap((r) => [u("dt", {}, u("kbd", {}, r)), u("dd", {}, le(`key.${r}`, r))])),
      u("p", {}, f("help.graph")),
      u("p", { class: "told" }, f("help.marks")),
      u("h2", {}, f("help.words")),
      u("dl", { class: "words-list" }, ...uc.flatMap((r) => [u("dt", {}, f(`term.${r}`)), u("dd", {}, f(`term.${r}.means`))])),
      u("button", { type: "button", onclick: () => n.close() }, f("close"))
    );
    n.addEventListener("close", () => n.remove()), this.root.append(n), n.showModal();
  }
  #g(e) {
    const t = e.target.closest?.("a[href^='#/']");
    !t || this.host.kind !== "notebook" || (e.preventDefault(), this.go(t.getAttribute("href")));
  }
  #d(e) {
    const t = e.target;
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || t.closest?.("textarea, select, dialog, input:not([type=checkbox]):not([type=radio])") || !this.#e && e.key !== "Escape") return;
    if (e.key === "?") return this.#u();
    if (e.key === "/")
      return e.preventDefault(), this.root.querySelector(".search input")?.focus();
    const r = this.#n?.keys[e.key];
    r && (e.preventDefault(), r());
  }
  #p() {
    const e = this.#i;
    e.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("unfoldrows"));
    const t = Or(e);
    for (const n of e.querySelectorAll(".drawing")) n.dispatchEvent(new CustomEvent("redraw"));
    window.addEventListener(
      "afterprint",
      () => {
        t(), e.querySelector(".inbox-screen")?.dispatchEvent(new CustomEvent("foldrows"));
      },
      { once: !0 }
    );
  }
}
const Ir = "collusion-key", bn = "x-collusion-state";
async function hc(i) {
  const e = location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : "", t = /^[A-Za-z0-9_-]{43}$/.test(e);
  t && history.replaceState(null, "", location.pathname + location.search);
  let n = await fc();
  return n.by === null && (n = await gc(i, n, t ? e : "")), n.key && localStorage.setItem(Ir, n.key), new pc(n);
}
function wn(i = "") {
  const e = { "x-collusion-key": localStorage.getItem(Ir) ?? "" };
  return i && (e[bn] = i), e;
}
async function fc() {
  return await (await fetch("session", { headers: wn() })).json();
}
function gc(i, e, t) {
  const n = document.createElement("form");
  n.className = "sign-in";
  const r = document.createElement("h1");
  r.textContent = "Collusion desk";
  const o = Pi(n, "Your name: every decision carries it", "name", e.asks_name), s = Pi(n, "Token: the end of the printed address, after #", "token", t === ""), a = document.createElement("button");
  a.textContent = "Begin";
  const l = document.createElement("p");
  return l.setAttribute("role", "alert"), n.append(a, l), n.prepend(r), i.replaceChildren(n), (e.asks_name ? o : s).focus(), new Promise((c) => {
    const d = async () => {
      const h = JSON.stringify({ token: t || s.value.trim().replace(/^.*#/, ""), name: o.value }), g = await fetch("session", { method: "POST", headers: { "content-type": "application/json" }, body: h }), p = await g.json();
      g.ok ? (i.replaceChildren(), c(p)) : l.textContent = p.error ?? "Refused.";
    };
    n.addEventListener("submit", (h) => {
      h.preventDefault(), d();
    }), !e.asks_name && t !== "" && d();
  });
}
function Pi(i, e, t, n) {
  const r = document.createElement("input");
  r.name = t, r.autocomplete = "off", r.required = n;
  const o = document.createElement("label");
  return o.append(e, r), o.hidden = !n, i.append(o), r;
}
class pc {
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
    const t = this.#t.get(e), n = wn();
    t && (n["if-none-match"] = t.tag);
    const r = await fetch(`api/${mc(e)}`, { headers: n });
    if (this.#n(e, r), r.status === 304 && t) return t.body;
    const o = await $i(r), s = r.headers.get("etag");
    return s && this.#t.set(e, { tag: s, body: o }), o;
  }
  async post(e, t) {
    const n = t.ring_ids ?? [], [r, ...o] = n, a = r !== void 0 && o.length === 0 ? this.#e.get(`rings/${encodeURIComponent(r)}`) : void 0, l = { ...wn(a ?? this.#e.get("inbox")), "content-type": "application/json" }, c = await fetch(`api/${e}`, { method: "POST", headers: l, body: JSON.stringify(t) }), d = await $i(c), h = c.headers.get(bn);
    if (h) for (const g of n) this.#e.set(`rings/${encodeURIComponent(g)}`, h);
    return d;
  }
  #n(e, t) {
    const n = t.headers.get(bn);
    n && this.#e.set(e, n);
  }
}
function mc(i) {
  const [e = "", t] = i.split("/", 2);
  return t === "." || t === ".." ? `${e}?id=${t}` : i;
}
async function $i(i) {
  const e = await i.json();
  if (i.status === 401 && location.reload(), !i.ok) throw new Error(e.error ?? `The desk answered ${i.status}.`);
  return e;
}
function vc(i) {
  const e = /* @__PURE__ */ new Map();
  let t = 0;
  i.on("msg:custom", (r) => {
    const o = r;
    e.get(o.id)?.(o), e.delete(o.id);
  });
  const n = (r, o, s) => new Promise((a, l) => {
    t += 1, e.set(
      t,
      (c) => c.error === void 0 ? a(c.result) : l(new Error(c.error))
    ), i.send({ id: t, method: r, path: o, body: s });
  });
  return {
    kind: "notebook",
    canDecide: !!i.get("can_decide"),
    canWhatIf: !!i.get("can_what_if"),
    get: (r) => n("GET", r, null),
    post: (r, o) => n("POST", r, o)
  };
}
const Fi = 50;
async function yc(i) {
  const e = document.getElementById(`block-${i}`);
  if (!e) throw new Error(f("report.absent", { id: i }));
  const t = Uint8Array.from(atob(e.textContent ?? ""), (r) => r.charCodeAt(0)), n = new Blob([t]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(n).json();
}
class bc {
  #e = /* @__PURE__ */ new Map();
  load(e) {
    return this.#e.has(e) || this.#e.set(e, yc(e)), this.#e.get(e);
  }
  index() {
    return this.load("index");
  }
  async ring(e) {
    const t = (await this.index()).ring_ids.indexOf(e);
    if (t < 0) throw new Error(f("report.absent", { id: e }));
    return this.load(`ring-${t}`);
  }
  async ringsOf(e) {
    const t = await this.index(), n = Object.hasOwn(t.account, e) ? t.account[e] : [];
    if (!n.length) throw new Error(f("report.absent", { id: e }));
    return Promise.all(n.map((r) => this.load(`ring-${r}`)));
  }
  async account(e) {
    const t = await this.index(), n = await this.ringsOf(e), r = n.map((a) => a.members.findIndex((l) => l.reviewer_id === e)), o = n[0], s = o.members[r[0]];
    return {
      reviewer_id: e,
      score: t.scores[e] ?? null,
      is_honest: t.honest.includes(e),
      created_at: s.created_at,
      n_reviews: s.n_reviews,
      rings: n.map((a, l) => {
        const c = a.members[r[l]], { ring_id: d, rank: h, flagged: g } = a;
        return { ring_id: d, rank: h, flagged: g, membership: c.membership, role: c.role, n_ring_reviews: c.n_ring_reviews };
      }),
      holdings: wc(n, r),
      neighbours: kc(o, r[0]),
      reviews: _c(n, r),
      has_texts: o.reviews.text !== null
    };
  }
  async clears(e) {
    const { counterfactuals: t, language: n } = await this.index();
    if (!Object.hasOwn(t, e)) throw new Error(f("account.noClear"));
    return { reviewer_id: e, counterfactuals: t[e], language: n };
  }
  async compare(e, t) {
    const [n, r] = await Promise.all([this.ring(e), this.ring(t)]), o = (l) => ({
      accounts: new Set(l.members.map((c) => c.reviewer_id)),
      products: new Set(l.products.map((c) => c.product_id)),
      sellers: new Set(l.products.flatMap((c) => c.seller_id ?? [])),
      tokens: new Set(l.identifiers.map((c) => c.token))
    }), [s, a] = [o(n), o(r)];
    return {
      a: Ii(n),
      b: Ii(r),
      shared: Object.keys(s).map((l) => ({
        what: l,
        n_a: s[l].size,
        n_b: a[l].size,
        shared: [...s[l]].filter((c) => a[l].has(c)).sort()
      })),
      events: []
    };
  }
  async search(e) {
    const t = e.trim().toLowerCase();
    if (!t) return { query: e, hits: [], is_cut: !1 };
    const n = await this.index(), r = await this.load("inbox"), o = [], s = (a, l, c) => {
      l.toLowerCase().includes(t) && o.push({ kind: a, id: l, ring_ids: c.map((d) => n.ring_ids[d]) });
    };
    n.ring_ids.forEach((a, l) => s("ring", a, [l]));
    for (const a of ["account", "token", "review"])
      for (const [l, c] of Object.entries(n[a])) s(a, l, c);
    for (const [a, l] of [["product", "products"], ["seller", "sellers"]]) {
      const c = /* @__PURE__ */ new Map();
      r.rows.forEach((d) => {
        const h = n.ring_ids.indexOf(d.ring_id);
        for (const g of d[l]) h >= 0 && c.set(g, [...c.get(g) ?? [], h]);
      });
      for (const [d, h] of c) s(a, d, h);
    }
    return o.sort((a, l) => +(a.id.toLowerCase() !== t) - +(l.id.toLowerCase() !== t) || a.id.length - l.id.length), { query: e, hits: o.slice(0, Fi), is_cut: o.length > Fi };
  }
  async path(e, t) {
    for (const n of await this.ringsOf(e)) {
      const r = rl(Dr(n), e, t);
      if (r) return { hops: r, words: "" };
    }
    return { hops: [], words: f("path.none") };
  }
}
function Ii(i) {
  return {
    ring_id: i.ring_id,
    run_id: i.provenance.run_id,
    rank: i.rank,
    flagged: i.flagged,
    n_reviewers: i.n_reviewers,
    n_products: i.n_products,
    n_reviews: i.n_reviews,
    score: i.score,
    q_value: i.q_value,
    first_at: i.first_at,
    last_at: i.last_at,
    contributions: Object.fromEntries(i.waterfall.steps.map((e) => [e.family, e.amount]))
  };
}
function wc(i, e) {
  const t = /* @__PURE__ */ new Map();
  return i.forEach((n, r) => {
    for (const o of n.identifiers.filter((s) => s.holders.includes(e[r]))) {
      const { kind: s, token: a, n_accounts: l, is_public: c } = o, d = t.get(a) ?? { kind: s, token: a, n_accounts: l, is_public: c, ring_ids: [] };
      d.ring_ids.push(n.ring_id), t.set(a, d);
    }
  }), [...t.values()];
}
function kc(i, e) {
  const t = i.members.map(() => /* @__PURE__ */ new Set());
  return i.reviews.member.forEach((r, o) => {
    i.reviews.in_ring[o] && t[r].add(i.reviews.product[o]);
  }), i.members.map((r, o) => {
    const s = i.identifiers.filter((a) => !a.is_public && a.holders.includes(e) && a.holders.includes(o));
    return {
      reviewer_id: r.reviewer_id,
      n_products: [...t[e]].filter((a) => t[o].has(a)).length,
      n_tokens: s.length,
      rarest_token_held_by: s.length ? Math.min(...s.map((a) => a.n_accounts)) : null
    };
  }).filter((r, o) => o !== e && r.n_products + r.n_tokens > 0).sort((r, o) => o.n_tokens - r.n_tokens || o.n_products - r.n_products).slice(0, 200);
}
function _c(i, e) {
  const t = /* @__PURE__ */ new Map();
  return i.forEach((n, r) => {
    const { reviews: o, products: s, other_products: a } = n;
    o.member.forEach((l, c) => {
      if (l !== e[r]) return;
      const d = o.product[c], h = o.review_id[c], g = t.get(h) ?? {
        review_id: h,
        product_id: s[d]?.product_id ?? a[d - s.length],
        posted_at: o.posted_at[c],
        rating: o.rating[c],
        verified: o.verified[c],
        ring_ids: [],
        title: o.title?.[c] ?? null,
        text: o.text?.[c] ?? null
      };
      o.in_ring[c] && g.ring_ids.push(n.ring_id), t.set(h, g);
    });
  }), [...t.values()];
}
function Ec() {
  const i = new bc();
  return { kind: "report", canDecide: !1, canWhatIf: !1, get: (n) => {
    const [r = "", o = ""] = n.split("?", 2), [s, a = ""] = r.split("/", 2), l = new URLSearchParams(o), c = (d) => l.get(d) ?? "";
    switch (s) {
      case "inbox":
        return i.load("inbox");
      case "rings":
        return i.ring(decodeURIComponent(a));
      case "accounts":
        return i.account(decodeURIComponent(a));
      case "clears":
        return i.clears(decodeURIComponent(a));
      case "compare":
        return i.compare(c("a"), c("b"));
      case "search":
        return i.search(c("q"));
      case "path":
        return i.path(c("a"), c("b"));
      default:
        return Promise.reject(new Error(n));
    }
  }, post: () => Promise.reject(new Error(f("report.readonly"))) };
}
function Gn(i, e, t = "") {
  new dc(i, e, t);
}
const rt = document.getElementById("collusion");
rt?.classList.add("collusion");
rt?.dataset.host === "report" && Gn(rt, Ec());
rt?.dataset.host === "desk" && hc(rt).then((i) => Gn(rt, i));
const Sc = {
  render({ model: i, el: e }) {
    const t = document.createElement("div");
    e.append(t), Gn(t, vc(i), String(i.get("start") ?? ""));
  }
};
export {
  Sc as default,
  Gn as mount
};
