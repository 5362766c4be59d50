use billing::invoices::{CreateInvoice, FinalizeInvoice, ListInvoices, PayInvoice, UpdateInvoice, VoidInvoice};
use billing::models::{InvoiceCreate, InvoiceStatus, InvoiceUpdate, LineItemCreate, PayInvoiceBody};
use billing::runtime::Nullable;
use serde_json::json;

use crate::{decimal, form, ids, json, last_form, start};

fn lines() -> Vec<LineItemCreate> {
    let mut engine = LineItemCreate::new("Engine, small", decimal("19.99"));
    engine.quantity = Some(3);
    engine.tax_rate = Some(decimal("8.10"));
    vec![engine, LineItemCreate::new("Delivery", decimal("0.10"))]
}

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let invoices = client.invoices().list(&ListInvoices::default()).items().all(100).await.expect("invoices are listed");
    assert_eq!(invoices.into_iter().map(|invoice| invoice.id).collect::<Vec<_>>(), ids("inv", (1..=12).rev()));
}

#[tokio::test]
async fn filters_are_sent() {
    let (_server, client) = start().await;
    let params = ListInvoices { status: Some(InvoiceStatus::Paid), customer: Some("cus_0003".to_owned()), ..Default::default() };
    let page = client.invoices().list(&params).await.expect("invoices are listed");
    assert_eq!(page.data.into_iter().map(|invoice| invoice.id).collect::<Vec<_>>(), ids("inv", [8]));
}

#[tokio::test]
async fn lists_of_objects_are_nested_in_forms_and_decimals_are_exact() {
    let (server, client) = start().await;
    let mut new = InvoiceCreate::new("cus_0001", lines());
    new.due_date = Some("2026-04-30".parse().expect("it is a date"));
    new.metadata = Some([("order".to_owned(), "7".to_owned())].into());
    let invoice = client.invoices().create(&new, &CreateInvoice::default()).await.expect("the invoice is created");
    assert_eq!(
        last_form(&server),
        form(&[
            ("customer", "cus_0001"),
            ("lines[0][description]", "Engine, small"),
            ("lines[0][quantity]", "3"),
            ("lines[0][unit_amount]", "19.99"),
            ("lines[0][tax_rate]", "8.10"),
            ("lines[1][description]", "Delivery"),
            ("lines[1][unit_amount]", "0.10"),
            ("due_date", "2026-04-30"),
            ("metadata[order]", "7"),
        ])
    );
    assert_eq!(
        json(&invoice),
        json!({
            "id": "inv_0013",
            "created": invoice.created.to_string(),
            "livemode": false,
            "number": null,
            "customer": "cus_0001",
            "status": "draft",
            "currency": "eur",
            "lines": [
                {"id": "lin_0025", "description": "Engine, small", "quantity": 3, "unit_amount": "19.99", "tax_rate": "8.10", "amount": "64.83"},
                {"id": "lin_0026", "description": "Delivery", "quantity": 1, "unit_amount": "0.10", "amount": "0.10"},
            ],
            "subtotal": "60.07",
            "tax": "4.86",
            "total": "64.93",
            "due_date": "2026-04-30",
            "paid_at": null,
            "payment": null,
            "memo": null,
            "metadata": {"order": "7"},
        })
    );
    assert_eq!(client.invoices().get("inv_0013").await.expect("the invoice is there"), invoice);
}

#[tokio::test]
async fn a_draft_is_changed_finalized_and_paid() {
    let (server, client) = start().await;
    let invoices = client.invoices();
    let update = InvoiceUpdate { memo: Some("Thank you".to_owned()), lines: Some(lines()), ..Default::default() };
    let draft = invoices.update("inv_0001", &update, &UpdateInvoice::default()).await.expect("the invoice is changed");
    assert_eq!((&draft.memo, &draft.total), (&Nullable::Value("Thank you".to_owned()), &decimal("64.93")));
    let open = invoices.finalize("inv_0001", &FinalizeInvoice::default()).await.expect("the invoice is finalized");
    let mut expected = draft;
    expected.status = InvoiceStatus::Open;
    expected.number = Nullable::Value("2026-0009".to_owned());
    assert_eq!(open, expected);
    let paid = invoices.pay("inv_0001", &PayInvoiceBody::new("tok_iban"), &PayInvoice::default()).await.expect("the invoice is paid");
    expected.status = InvoiceStatus::Paid;
    expected.paid_at = paid.paid_at.clone();
    expected.payment = Nullable::Value("pay_0015".to_owned());
    assert_eq!(paid, expected);
    assert_eq!(["updateInvoice", "finalizeInvoice", "payInvoice"].map(|operation| server.log().effects(operation)), [1, 1, 1]);
}

#[tokio::test]
async fn an_open_invoice_is_voided() {
    let (_server, client) = start().await;
    let void = client.invoices().void("inv_0003", &VoidInvoice::default()).await.expect("the invoice is voided");
    assert_eq!(void.status, InvoiceStatus::Void);
}

#[tokio::test]
async fn a_deleted_draft_is_gone() {
    let (_server, client) = start().await;
    let deleted = client.invoices().delete("inv_0001").await.expect("the invoice is deleted");
    assert_eq!(json(&deleted), json!({"id": "inv_0001", "deleted": true}));
    assert_eq!(client.invoices().get("inv_0001").await.expect_err("the invoice is gone").status(), Some(404));
}

#[tokio::test]
async fn a_pdf_is_bytes() {
    let (_server, client) = start().await;
    let answer = client.invoices().download_invoice_pdf("inv_0002").send().await.expect("the invoice is printed");
    let disposition = answer.headers().get("content-disposition").and_then(|value| value.to_str().ok());
    assert_eq!(disposition, Some("attachment; filename=\"2026-0001.pdf\""));
    let download = answer.into_inner();
    assert_eq!(download.media_type(), "application/pdf");
    let length = download.content_length();
    let bytes = download.bytes(1 << 20).await.expect("the file is read");
    assert_eq!(length, Some(bytes.len() as u64));
    assert!(bytes.starts_with(b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n") && bytes.ends_with(b"%%EOF\n"));
}
