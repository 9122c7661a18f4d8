//! What a template sees of a page: one typed value, made from the site. Templates know nothing else.

use serde::Serialize;

/// What every template can use, the same on all pages of a language.
#[derive(Debug, Serialize)]
pub struct Shared<'a> {
    /// The site.
    pub site: &'a SiteView,
    /// The interface texts of the page's language, from `text/LANGUAGE.toml`.
    pub text: &'a toml::Table,
    /// Addresses of style, script, module and icon below the site's top; put `root` before them.
    pub assets: &'a Assets,
}

/// Everything else that a page's template can use.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    /// The way to the site's top, such as `../`; empty at the top.
    pub root: String,
    /// The home page of the page's language.
    pub home: PageLink,
    /// What to read first in an emergency, if the site has it and this is not the page.
    pub urgent: Option<PageLink>,
    /// The page on which the tool looks after cases, if the site has one.
    pub case_page: Option<PageLink>,
    /// The fields whose answers all cases share, with spaces between.
    pub shared_fields: String,
    /// Whether anything on the page is done by the tool.
    pub tool: bool,
    /// The address of the search index, below the site's top.
    pub search_index: String,
    /// The address of the web app's manifest, below the site's top.
    pub manifest: String,
    /// The address of the feed of changed rules, below the site's top, if the site has one.
    pub feed: Option<String>,
    /// The page itself.
    pub page: PageView<'a>,
    /// The tree of pages, as far as it is open here.
    pub navigation: Vec<NavigationItem>,
    /// The pages above this one, the home page first.
    pub breadcrumbs: Vec<PageLink>,
    /// The page before this one in reading order.
    pub previous: Option<PageLink>,
    /// The page after this one in reading order.
    pub next: Option<PageLink>,
    /// The pages right below a section.
    pub children: Vec<PageLink>,
    /// The cards of a home page or of the situations' section.
    pub cards: Vec<PageLink>,
    /// Those of them that are emergencies.
    pub urgent_cards: Vec<PageLink>,
    /// On the print centre's page: the sheets.
    pub sheets: Option<SheetList>,
}

/// The site, as templates see it.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// Names its saved data.
    pub id: String,
    /// A line at the foot of every page.
    pub footer: String,
    /// The address of the edition in one file, below the site's top, if there is one.
    pub single_file: Option<String>,
    /// The picture that stands for the site where a link to it is shared, if the site has a base address.
    pub card: Option<Card>,
}

/// A picture with its size.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// Its full address.
    pub address: String,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
}

/// Addresses below the site's top.
#[derive(Debug, Clone, Serialize)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The style sheet for forms, letters and cases.
    pub work: String,
    /// The style sheet for sheets of paper.
    pub sheet: String,
    /// The tool's script.
    pub script: String,
    /// The tool's WebAssembly module.
    pub module: String,
    /// The icon.
    pub icon: String,
    /// The script that sets text size and colours as the reader chose them, on every page.
    pub reading: String,
    /// The script for what a page does beyond standing there, on every page.
    pub reader: String,
    /// The script that reads a page aloud, fetched when that is first asked for.
    pub read_aloud: String,
    /// The script that shows the search box, on every page.
    pub search_box: String,
    /// The search itself, fetched when the box is first touched.
    pub search: String,
    /// The script that has the site kept on the device; none if it is not to be kept.
    pub offline: Option<String>,
}

/// The page itself.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    /// BCP 47.
    pub language: &'a str,
    /// `page`, `home`, `situation`, `letter`, `faq`, `case`, `section` or `print`.
    pub kind: &'static str,
    /// The title.
    pub title: &'a str,
    /// Whether the body has a first-level heading of its own.
    pub has_heading: bool,
    /// The id of the heading that the title stands in for.
    pub heading_id: Option<&'a str>,
    /// One sentence on the page.
    pub description: String,
    /// When the text was last revised.
    pub updated: Option<String>,
    /// Whether this is an emergency.
    pub urgent: bool,
    /// The full address, if the site has a base address.
    pub canonical: Option<String>,
    /// Where the source can be edited.
    pub edit: Option<String>,
    /// JSON-LD, safe inside of a script element.
    pub structured_data: String,
    /// The body.
    pub content: Vec<Piece<'a>>,
    /// The contents list.
    pub contents: Vec<ContentsItem<'a>>,
    /// The facts that the body cites, in order.
    pub references: Vec<Reference<'a>>,
    /// The page's checklist, if it has one.
    pub checklist: Option<Checklist>,
    /// Whether it has a checklist or a letter, so that the reader should know whether the tool runs.
    pub uses_tool: bool,
    /// The letters that a situation uses.
    pub letters: Vec<PageLink>,
    /// What the tool goes by on the page for cases.
    pub case: Option<CaseView>,
    /// The address of its sheet of paper: its checklist or its blank letter.
    pub sheet: Option<String>,
}

/// Everything that the tool asks and counts by in a case.
#[derive(Debug, Serialize)]
pub struct CaseView {
    /// What is asked at the start.
    pub questions: Vec<QuestionView>,
    /// What the guide does not cover.
    pub outsides: Vec<AdviceView>,
    /// Whom a case can be against, and whom to turn to then.
    pub counterparts: Vec<CounterpartView>,
    /// What can happen.
    pub events: Vec<EventView>,
    /// The time limits that something can start.
    pub limits: Vec<LimitView>,
    /// The plan of every situation.
    pub plans: Vec<PlanView>,
    /// The days off and the days worked instead.
    pub years: Vec<YearView>,
}

/// A question with its answers.
#[derive(Debug, Serialize)]
pub struct QuestionView {
    /// Names it in the saved data.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What helps to answer.
    pub help: Option<String>,
    /// What happened on the day that it asks for.
    pub event: Option<String>,
    /// The answers; none if it asks for a day.
    pub choices: Vec<ChoiceView>,
}

/// An answer and what it tells.
#[derive(Debug, Serialize)]
pub struct ChoiceView {
    /// Names it in the saved data.
    pub id: String,
    /// The answer.
    pub label: String,
    /// The situation that it tells.
    pub situation: Option<String>,
    /// The counterpart that it tells.
    pub counterpart: Option<String>,
    /// What it tells to be outside of the guide.
    pub outside: Option<String>,
    /// The question that comes then.
    pub next: Option<String>,
    /// Whether it is an emergency.
    pub urgent: bool,
    /// Steps that fall away, with spaces between.
    pub hide: String,
}

/// Where to go with something.
#[derive(Debug, Serialize)]
pub struct AdviceView {
    /// Names it, where something refers to it.
    pub id: String,
    /// Where, or what it is about.
    pub title: String,
    /// How.
    pub text: String,
    /// Numbers to dial and addresses to open.
    pub values: Vec<ValueView>,
    /// A page on it.
    pub link: Option<PageLink>,
}

/// A fact's value.
#[derive(Debug, Serialize)]
pub struct ValueView {
    /// What it is.
    pub title: String,
    /// HTML that is safe to print.
    pub html: String,
}

/// Whom a case is against.
#[derive(Debug, Serialize)]
pub struct CounterpartView {
    /// Names it in the saved data.
    pub id: String,
    /// Who that is.
    pub label: String,
    /// Why the channels come in this order.
    pub reason: String,
    /// What the reason rests on.
    pub source: String,
    /// Whom to turn to, in order.
    pub channels: Vec<AdviceView>,
}

/// Something that can happen.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// Names it in the saved data.
    pub id: String,
    /// What happened.
    pub label: String,
    /// The time limits that begin with it, with spaces between.
    pub starts: String,
    /// The time limits that end with it.
    pub ends: String,
}

/// A time limit that can be counted.
#[derive(Debug, Serialize)]
pub struct LimitView {
    /// The fact's id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The time limit in words.
    pub value: String,
    /// How many units.
    pub amount: u32,
    /// `working-day`, `day`, `hour`, `month` or `year`.
    pub unit: &'static str,
    /// `theirs` or `yours`.
    pub whose: &'static str,
    /// `statutory-holiday`, `legal-rest-day` or `silent`.
    pub last_day: &'static str,
    /// What it rests on.
    pub source: String,
    /// Whether readers should go by the official text.
    pub secondary: bool,
}

/// What to do in a situation.
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// The situation's file stem.
    pub id: String,
    /// The situation's page.
    pub page: PageLink,
    /// What to do, in order.
    pub steps: Vec<StepView>,
    /// The letters that it uses.
    pub letters: Vec<PageLink>,
}

/// One thing to do.
#[derive(Debug, Serialize)]
pub struct StepView {
    /// The checklist item's id.
    pub id: String,
    /// Ids it had before, each with the checklist before it, with spaces between.
    pub aliases: String,
    /// What to do, in few words.
    pub text: String,
    /// The heading that it stands under, where it is the first there.
    pub heading: Option<String>,
    /// Whether it is a piece of evidence.
    pub evidence: bool,
}

/// One year's days off and days worked, each as month and day, `1001`, with spaces between.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: String,
    /// Whether the official notice is known.
    pub complete: bool,
    /// The statutory holidays.
    pub statutory: String,
    /// All days off.
    pub off: String,
    /// Weekend days that are worked.
    pub work: String,
}

/// A part of a page's body: HTML, a letter, or facts.
#[derive(Debug, Default, Serialize)]
pub struct Piece<'a> {
    /// HTML that is safe to print.
    pub html: Option<String>,
    /// A letter to draft.
    pub letter: Option<LetterView>,
    /// Facts, as a list to look things up in.
    pub directory: Option<DirectoryView<'a>>,
}

/// Facts as a list to look things up in.
#[derive(Debug, Serialize)]
pub struct DirectoryView<'a> {
    /// The level of the groups' headings, 2 to 6.
    pub level: u8,
    /// The facts, by what they have in common.
    pub groups: Vec<FactGroup<'a>>,
    /// The dated changes, newest first.
    pub changes: Vec<ChangeView<'a>>,
}

/// Facts that belong together.
#[derive(Debug, Serialize)]
pub struct FactGroup<'a> {
    /// Its anchor; none if it has no heading.
    pub id: Option<&'a str>,
    /// The heading.
    pub title: &'a str,
    /// The document that all of them come from.
    pub document: Option<DocumentView<'a>>,
    /// Those that are time limits.
    pub limits: Vec<FactView<'a>>,
    /// All others.
    pub entries: Vec<FactView<'a>>,
}

/// A document that facts come from.
#[derive(Debug, Serialize)]
pub struct DocumentView<'a> {
    /// The full title.
    pub name: &'a str,
    /// Who issued it.
    pub issuer: Option<&'a str>,
    /// Its official number.
    pub number: Option<&'a str>,
    /// Since when it is in force.
    pub in_force_from: Option<String>,
    /// Until when it is in force.
    pub until: Option<String>,
    /// The official address.
    pub url: Option<&'a str>,
}

/// A fact in a directory.
#[derive(Debug, Serialize)]
pub struct FactView<'a> {
    /// Its anchor.
    pub anchor: String,
    /// `article`, `telephone`, `address`, `limit`, `path` or `rule`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The document's title, where the heading does not name it.
    pub document: Option<&'a str>,
    /// The article in the document.
    pub article: Option<&'a str>,
    /// What it is called, where it is no article.
    pub title: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a str>,
    /// Where the value leads, if it can be dialled or opened.
    pub href: Option<String>,
    /// What it says.
    pub text: &'a str,
    /// Since when it is in force, where that is not the document's day.
    pub in_force_from: Option<String>,
    /// Until when it is in force, where that is not the document's day.
    pub until: Option<String>,
    /// Its own official address.
    pub url: Option<&'a str>,
    /// Whether readers should go by the official text.
    pub secondary: bool,
    /// When it was last checked.
    pub checked: String,
    /// A time limit: what starts it.
    pub trigger: Option<&'a str>,
    /// A time limit: `yours` or `theirs`, for who has to keep it.
    pub whose: Option<&'static str>,
    /// The facts that it rests on.
    pub basis: Vec<BasisView<'a>>,
}

/// A fact that another one rests on.
#[derive(Debug, Serialize)]
pub struct BasisView<'a> {
    /// The document's title.
    pub document: Option<&'a str>,
    /// The article, or what the fact is called.
    pub title: Option<&'a str>,
    /// Where a directory shows it.
    pub href: Option<String>,
}

/// A dated change of the rules.
#[derive(Debug, Serialize)]
pub struct ChangeView<'a> {
    /// Its anchor.
    pub anchor: &'a str,
    /// The day.
    pub date: String,
    /// What changed.
    pub title: &'a str,
    /// What that means.
    pub text: &'a str,
    /// The facts that it rests on.
    pub basis: Vec<BasisView<'a>>,
}

/// The sheets of paper that a language's print centre offers.
#[derive(Debug, Serialize)]
pub struct SheetList {
    /// The first steps of all emergencies on one page.
    pub urgent: Option<String>,
    /// Everything in one document.
    pub all: String,
    /// The checklists.
    pub checklists: Vec<PageLink>,
    /// The blank letters.
    pub letters: Vec<PageLink>,
}

/// A page of sheets to print.
#[derive(Debug, Serialize)]
pub struct SheetPageView<'a> {
    /// The way to the site's top.
    pub root: String,
    /// BCP 47.
    pub language: &'a str,
    /// The title.
    pub title: String,
    /// The full address of the page that says the same on screen, if the site has a base address.
    pub canonical: Option<String>,
    /// The page that says the same on screen.
    pub back: PageLink,
    /// The sheets, each beginning on a page of its own.
    pub sheets: Vec<SheetView>,
}

/// A sheet of paper.
#[derive(Debug, Clone, Serialize)]
pub struct SheetView {
    /// `checklist`, `letter` or `urgent`.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// HTML of what comes first of all.
    pub first: String,
    /// A checklist's items by their headings.
    pub groups: Vec<SheetGroup>,
    /// Whether the items are so many or so long that smaller type keeps them on one page.
    pub long: bool,
    /// A blank letter.
    pub letter: Vec<BlockView>,
    /// What the items rest on, such as 《某法》第一条.
    pub sources: Vec<SheetSource>,
    /// The full address of the page that says the same on screen, if the site has a base address.
    pub address: Option<String>,
    /// SVG of the code that leads there.
    pub code: Option<String>,
    /// The newest date at which a fact on it was checked.
    pub checked: Option<String>,
    /// When the text was last revised.
    pub updated: Option<String>,
}

/// Items of a checklist below one heading.
#[derive(Debug, Clone, Serialize)]
pub struct SheetGroup {
    /// The section that begins with this group.
    pub section: Option<String>,
    /// The heading inside of the section.
    pub title: Option<String>,
    /// The items.
    pub items: Vec<SheetItem>,
    /// Whether all of them are pieces of evidence: there is no time or number to note then.
    pub evidence: bool,
}

/// An item of a checklist on paper.
#[derive(Debug, Clone, Serialize)]
pub struct SheetItem {
    /// HTML of its words, without links.
    pub html: String,
}

/// Articles of one document.
#[derive(Debug, Clone, Serialize)]
pub struct SheetSource {
    /// The document's title.
    pub document: String,
    /// The articles.
    pub articles: Vec<String>,
}

/// A link to another page.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// Its title.
    pub title: String,
    /// One sentence on it.
    pub description: String,
    /// The address, relative to this page.
    pub href: String,
    /// Whether it is an emergency.
    pub urgent: bool,
    /// Its checklist, to show progress.
    pub checklist: Option<Checklist>,
}

/// A page in the navigation.
#[derive(Debug, Serialize)]
pub struct NavigationItem {
    /// Its title for narrow places.
    pub title: String,
    /// The address, relative to this page.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether this page is it or below it.
    pub open: bool,
    /// Its checklist, to show progress.
    pub checklist: Option<Checklist>,
    /// What is below, as far as it is open.
    pub children: Vec<NavigationItem>,
    /// Instead of a page: how many pages a long section has, of which only those near by are listed. The link leads to
    /// the list of all.
    pub total: Option<usize>,
}

/// A page's checklist.
#[derive(Debug, Clone, Serialize)]
pub struct Checklist {
    /// Its name in the saved data.
    pub id: String,
    /// The ids of its items, with spaces between; an id that had other names before has them behind it, with `=`
    /// between.
    pub items: String,
    /// How many items it has.
    pub total: usize,
}

/// A heading in the contents list.
#[derive(Debug, Serialize)]
pub struct ContentsItem<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// Its text.
    pub text: &'a str,
    /// 2 or 3.
    pub level: u8,
}

/// A fact that the page cites.
#[derive(Debug, Serialize)]
pub struct Reference<'a> {
    /// Its number on this page, from 1.
    pub number: usize,
    /// The fact's id.
    pub id: &'a str,
    /// The document's title, if it comes from one.
    pub document: Option<&'a str>,
    /// The article in the document.
    pub article: Option<&'a str>,
    /// What it is called, where it is no article.
    pub title: Option<&'a str>,
    /// Its value.
    pub value: Option<&'a str>,
    /// What it says.
    pub text: &'a str,
    /// Since when it is in force.
    pub in_force_from: Option<String>,
    /// The official address.
    pub url: Option<&'a str>,
    /// Whether readers should go by the official text.
    pub secondary: bool,
    /// When it was last checked.
    pub checked: String,
}

/// A letter: its form and its blank.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// Names it in the saved data.
    pub id: String,
    /// The form.
    pub groups: Vec<GroupView>,
    /// The template's steps, for the browser.
    pub source: String,
    /// The paper form.
    pub blank: Vec<BlockView>,
    /// Where its form comes from.
    pub form_source: Option<String>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// Whether there is a short version, for the complaint boxes of apps.
    pub short: bool,
    /// The evidence that the letter's situations tell people to keep, if the letter has enclosures.
    pub evidence: Vec<EvidenceView>,
    /// Words to think about before the letter leaves.
    pub tone: Vec<ToneView>,
    /// What follows when it is sent, if the site looks after cases.
    pub sent: Option<SentView>,
}

/// What follows when a letter is sent.
#[derive(Debug, Serialize)]
pub struct SentView {
    /// What happens in the case when it leaves.
    pub event: String,
    /// What happens when it is received, if something else follows from that.
    pub arrived: Option<String>,
    /// The field that says by when it asks for an answer.
    pub asked: Option<String>,
    /// The letter that comes next when there is no answer.
    pub next: Option<PageLink>,
    /// The situations that use the letter, of which a case can be started.
    pub situations: Vec<PageLink>,
    /// The other side's time limits that begin with it.
    pub limits: Vec<LimitView>,
    /// The days worked and not, if there are such time limits.
    pub years: Vec<YearView>,
}

/// A piece of evidence on a situation's checklist.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceView {
    /// Its checklist and its id, `unauthorised/bill`, then the ids it had before, with spaces between them.
    pub item: String,
    /// What it is called among a letter's enclosures.
    pub text: String,
}

/// Words that a letter should not have, and why.
#[derive(Debug, Clone, Serialize)]
pub struct ToneView {
    /// The words, with spaces between them.
    pub words: String,
    /// What to say about them.
    pub say: String,
}

/// A part of a letter's form.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// The heading.
    pub title: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

/// A field of a letter's form.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Its id.
    pub id: String,
    /// What it asks for.
    pub label: String,
    /// `text`, `multiline`, `date`, `money`, `phone`, `yes`, `choice` or `list`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What helps to answer.
    pub help: Option<String>,
    /// A good answer.
    pub example: Option<String>,
    /// Whether the letter is incomplete without it.
    pub required: bool,
    /// The HTML autocomplete token.
    pub autocomplete: Option<String>,
    /// The choices.
    pub options: Vec<String>,
    /// Whether the ticked evidence belongs to the answer.
    pub evidence: bool,
    /// The list whose rows have this field.
    pub list: Option<String>,
    /// Of a list, the fields of a row.
    pub fields: Vec<FieldView>,
}

/// A block of a letter.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BlockView {
    /// `title`, `flush`, `paragraph`, `heading`, `item`, `row` or `right`.
    pub kind: &'static str,
    /// A heading's number: 一, 二, …
    pub heading_number: Option<String>,
    /// The number of a list's item, from one, or of a table's row, from zero.
    pub number: Option<usize>,
    /// Whether it is the first item of a list or row of a table.
    pub begins_list: bool,
    /// Whether it is the last item of a list or row of a table.
    pub ends_list: bool,
    /// Whether it is the first of what must not be parted from the signature.
    pub begins_closing: bool,
    /// Whether it is the last of that.
    pub ends_closing: bool,
    /// The captions of the groups that begin here, the outermost first. A group has one box for all that is in it; if
    /// it has no caption, that is the box of its first block.
    pub opens: Vec<Option<String>>,
    /// How many groups end here.
    pub closes: usize,
    /// Whether it only stands in some letters, so that the paper form has a box before it.
    pub optional: bool,
    /// Whether it is an item of a list with boxes instead of numbers.
    pub boxes: bool,
    /// Whether it tells what a law says and has no gap, so that it can be printed small.
    pub fine: bool,
    /// Its runs of text and gaps.
    pub runs: Vec<RunView>,
    /// A row's cells.
    pub cells: Vec<CellView>,
}

impl BlockView {
    /// An empty block.
    pub fn new(kind: &'static str) -> BlockView {
        BlockView {
            kind,
            ..BlockView::default()
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// Its runs of text and gaps.
    pub runs: Vec<RunView>,
}

/// A run inside a block.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunView {
    /// The text, or the label of a gap.
    pub text: String,
    /// The field that belongs into a gap.
    pub gap: Option<String>,
    /// Whether this is a box to tick, before words that only stand in some letters.
    pub tick: bool,
    /// Whether the gap is for the day.
    pub today: bool,
    /// What can be chosen in the gap, if there is room for boxes.
    pub options: Vec<String>,
    /// Whether the gap takes several lines.
    pub multiline: bool,
}

/// The whole site in one file.
#[derive(Debug, Serialize)]
pub struct SingleFileView<'a> {
    /// The comment by which a later build knows the file.
    pub mark: &'static str,
    /// BCP 47.
    pub language: &'a str,
    /// The site's name.
    pub title: &'a str,
    /// The content security policy.
    pub policy: String,
    /// The icon, an SVG in base64.
    pub icon: String,
    /// The style sheets.
    pub styles: Vec<StyleView>,
    /// All pages as one plain document.
    pub plain: String,
    /// What to do where only this is seen.
    pub alone: &'a str,
    /// The address of the page that is shown first.
    pub home: &'a str,
    /// The site's files.
    pub pack: Pack,
    /// The script that shows them.
    pub script: String,
}

/// A style sheet that stands in the file.
#[derive(Debug, Serialize)]
pub struct StyleView {
    /// Its address on the site.
    pub address: String,
    /// Its text.
    pub text: String,
    /// Whether it is for the plain document too.
    pub plain: bool,
}

/// The site's files as one text.
#[derive(Debug, Clone, Serialize)]
pub struct Pack {
    /// The compressed files, in base64.
    pub text: String,
    /// How many bytes they are.
    pub length: usize,
    /// The FNV-1a hash of those bytes: a copied file may be damaged.
    pub sum: u32,
}
