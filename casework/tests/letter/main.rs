//! A template and answers in, a letter out.

mod anything;
mod conditions;
mod lists;
mod mistakes;
mod short;
mod text;
mod words;

use casework::date::Date;
use casework::field::{Answer, Answers, FieldType};
use casework::letter::{Letter, Template};

const COMPLAINT: &str = "\
# 关于{provider}账户的投诉函

> {provider}：

我是{name}{if phone}，电话{phone}{end}。
我于{date}发现下列问题。

{story}

## 请求
{if refund}
1. 退还{if amount}{amount}{else}扣款{end}；
{end}
1. 书面答复；
{if not refund}
1. 说明理由。
{end}

## 依据

{if channel = 支付宝}
见支付宝的协议。
{else}
见双方的协议。
{end}

此致
> 敬礼
>> {name}
>> {today}
";

fn template(source: &str) -> Template {
    Template::parse(source).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn answers(given: &[(&str, &str)]) -> Answers {
    let answer = |(field, text): &(&str, &str)| {
        let field_type = match *field {
            "story" => FieldType::Multiline,
            "date" => FieldType::Date,
            name if name.starts_with("amount") => FieldType::Money,
            "refund" => FieldType::Yes,
            "phone" => FieldType::Phone,
            _ => FieldType::Text,
        };
        (
            (*field).to_owned(),
            Answer {
                field_type,
                text: (*text).to_owned(),
            },
        )
    };
    given.iter().map(answer).collect()
}

fn written(source: &str, given: &[(&str, &str)]) -> Letter {
    let today = Date::new(2026, 11, 22).expect("a day");
    template(source).evaluate(&answers(given), today)
}
