//! The tests. Each says in its name what a person may rely on.

mod answers;
mod broken_module;
mod cases;
mod checklists;
mod documents;
mod every_page;
mod input_method;
mod letters;
mod places;
mod printing;
mod questions;
mod sending;
mod storage;
mod tabs;
mod vault;
mod without_script;

use std::pin::Pin;
use std::sync::Arc;

use anyhow::Result;

use super::stage::Stage;

/// A test, started.
type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A test's name, and how to start it.
type Test = (&'static str, fn(Arc<Stage>) -> Running);

macro_rules! tests {
    ($($file:ident :: $name:ident,)*) => {
        &[$((
            concat!(stringify!($file), "::", stringify!($name)),
            |stage| Box::pin(async move { $file::$name(&stage).await }),
        ),)*]
    };
}

/// Every test, in the order they run.
pub const ALL: &[Test] = tests! {
    checklists::a_tick_is_still_there_after_a_reload,
    checklists::progress_shows_on_the_page_in_the_navigation_and_at_home,
    checklists::an_item_that_was_renamed_is_still_ticked,
    checklists::clearing_a_page_asks_first_and_leaves_other_pages_alone,
    answers::typed_text_is_still_there_after_a_reload,
    answers::text_typed_right_before_the_page_is_closed_is_kept,
    answers::text_typed_right_before_a_link_is_followed_is_kept,
    answers::text_typed_a_second_before_the_tab_crashes_is_kept,
    answers::text_is_kept_when_the_browser_is_killed,
    answers::what_is_typed_before_the_tool_is_there_counts,
    letters::the_letter_follows_the_form,
    letters::missing_answers_are_listed_and_lead_to_their_fields,
    letters::an_answer_is_shared_by_all_letters,
    letters::the_copied_text_of_every_letter_is_the_letter,
    letters::a_refused_clipboard_leaves_the_text_to_copy_by_hand,
    letters::markup_that_is_typed_stays_text,
    documents::every_payment_has_a_row_and_they_are_added_up,
    documents::ones_own_words_are_never_overwritten_unasked,
    documents::what_harms_or_cannot_be_read_is_pointed_out_before_it_leaves,
    documents::a_letter_is_saved_as_a_word_document,
    documents::an_app_that_takes_no_files_is_not_trusted_with_one,
    documents::the_short_version_fits_the_box_of_an_app,
    questions::one_screen_is_asked_at_a_time,
    questions::only_what_makes_a_difference_is_asked,
    questions::enter_goes_on_but_not_while_composing,
    questions::what_is_known_is_not_asked_again,
    questions::a_change_from_the_review_leads_back_to_it,
    questions::yesterday_is_asked_back,
    questions::a_secret_and_harm_are_named_where_they_are,
    sending::one_press_dates_a_letter_keeps_it_and_starts_a_case,
    sending::a_posted_letter_waits_for_its_receipt,
    sending::all_papers_of_a_case_are_printed_as_one,
    input_method::composed_text_is_neither_lost_nor_doubled,
    input_method::a_change_in_another_tab_leaves_a_composition_alone,
    tabs::a_tick_in_one_tab_shows_in_the_other,
    tabs::answers_given_in_two_tabs_are_both_kept,
    storage::blocked_storage_leaves_a_tool_that_works_and_says_so,
    storage::full_storage_is_said,
    storage::damaged_data_is_set_aside_as_it_is,
    storage::newer_data_is_never_overwritten,
    storage::a_page_in_a_sandbox_stands,
    cases::questions_lead_to_a_case_and_say_what_the_guide_does_not_cover,
    cases::what_is_typed_into_a_case_survives_a_killed_browser,
    cases::a_text_changed_in_two_tabs_is_kept_twice,
    cases::two_cases_have_ticks_of_their_own,
    cases::a_backup_brings_back_what_was_cleared,
    cases::time_limits_are_waited_for_due_and_over,
    cases::a_secret_is_covered_and_the_words_around_it_are_kept,
    cases::a_case_without_storage_works_and_says_so,
    cases::nothing_is_left_on_the_device_when_it_should_not_be,
    vault::a_passphrase_hides_the_case_and_gives_it_back,
    vault::a_tab_that_had_it_open_is_locked_and_loses_nothing,
    vault::a_sealed_text_that_is_damaged_is_kept_as_it_is,
    vault::without_a_cipher_the_option_says_so,
    broken_module::a_module_that_cannot_be_read_leaves_the_page_with_its_message,
    broken_module::a_module_that_is_not_there_leaves_the_page_with_its_message,
    without_script::the_page_stands_without_script,
    without_script::a_blank_letter_is_there_without_script,
    printing::a_checklist_prints_its_boxes_and_words_on_a4,
    printing::a_letter_prints_alone,
    printing::a_signature_never_stands_alone_on_the_last_sheet,
    places::the_site_works_below_a_path,
    places::pages_can_be_read_from_files,
    every_page::asks_only_its_own_origin_and_only_for_what_is_there,
    every_page::fits_a_narrow_phone,
    every_page::has_readable_colours_by_day_and_by_night,
    every_page::has_links_that_lead_somewhere,
};
