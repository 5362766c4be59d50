//! `encode/datetime.yaml` and `encode/duration.yaml`

use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::encode_datetime::Client as Datetimes;
use crate::api::encode_datetime::models::*;
use crate::api::encode_duration::Client as Durations;
use crate::api::encode_duration::models::*;

const DATE: &str = "Fri, 26 Aug 2022 14:38:00 GMT";

pub(crate) fn all(url: &str) -> Calls {
    let datetimes = Datetimes::builder().base_url(url).build().expect("the client is complete");
    let durations = Durations::builder().base_url(url).build().expect("the client is complete");
    let mut all = calls![datetimes; datetime_header, datetime_property, datetime_query, datetime_response_header];
    all.extend(calls![durations; duration_header, duration_lossy, duration_property, duration_query]);
    all
}

async fn datetime_header(client: Datetimes) -> Outcome {
    client.encode().header_default(DATE).await?;
    client.encode().header_rfc7231(DATE).await?;
    client.encode().header_unix_timestamp_array(vec![1_686_566_864, 1_686_734_256]).await?;
    Ok(())
}

async fn datetime_property(client: Datetimes) -> Outcome {
    let body = DefaultDatetimeProperty::new("2022-08-26T18:38:00.000Z".parse::<Timestamp>()?);
    assert_eq!(client.encode().property_default(&body).await?, body);
    let body = Rfc7231DatetimeProperty::new(DATE);
    assert_eq!(client.encode().property_rfc7231(&body).await?, body);
    let body = UnixTimestampArrayDatetimeProperty::new(vec![1_686_566_864, 1_686_734_256]);
    assert_eq!(client.encode().property_unix_timestamp_array(&body).await?, body);
    Ok(())
}

async fn datetime_query(client: Datetimes) -> Outcome {
    client.encode().query_default(&"2022-08-26T18:38:00.000Z".parse()?).await?;
    client.encode().query_rfc7231(DATE).await?;
    client.encode().query_unix_timestamp_array(vec![1_686_566_864, 1_686_734_256]).await?;
    Ok(())
}

async fn datetime_response_header(client: Datetimes) -> Outcome {
    let response = client.encode().response_header_default().send().await?;
    assert_eq!((response.status(), response.headers()["value"].to_str()?), (204, DATE));
    let response = client.encode().response_header_rfc7231().send().await?;
    assert_eq!((response.status(), response.headers()["value"].to_str()?), (204, DATE));
    Ok(())
}

async fn duration_header(client: Durations) -> Outcome {
    client.encode().header_default("P40D").await?;
    client.encode().header_iso8601("P40D").await?;
    client.encode().header_int32_seconds(36).await?;
    client.encode().header_int32_milliseconds(36_000).await?;
    client.encode().header_int32_milliseconds_larger_unit(180_000).await?;
    client.encode().header_float_seconds_larger_unit(150.0).await?;
    client.encode().header_float_milliseconds_larger_unit(210_000.0).await?;
    client.encode().header_float64_milliseconds(35_625.0).await?;
    Ok(())
}

async fn duration_lossy(client: Durations) -> Outcome {
    client.encode().lossy_int_seconds(36).await?;
    client.encode().lossy_int_milliseconds(36_250).await?;
    Ok(())
}

async fn duration_property(client: Durations) -> Outcome {
    let body = PropertyIso8601DurationProperty::new("P40D");
    assert_eq!(client.encode().property_iso8601(&body).await?, body);
    let body = PropertyInt32SecondsDurationProperty::new(36);
    assert_eq!(client.encode().property_int32_seconds(&body).await?, body);
    let body = PropertyInt32MillisecondsDurationProperty::new(36_000);
    assert_eq!(client.encode().property_int32_milliseconds(&body).await?, body);
    let body = PropertyFloatSecondsDurationProperty::new(35.625);
    assert_eq!(client.encode().property_float_seconds(&body).await?, body);
    let body = PropertyFloatSecondsLargerUnitDurationProperty::new(150.0);
    assert_eq!(client.encode().property_float_seconds_larger_unit(&body).await?, body);
    let body = PropertyFloatMillisecondsDurationProperty::new(35_625.0);
    assert_eq!(client.encode().property_float_milliseconds(&body).await?, body);
    let body = PropertyFloatMillisecondsLargerUnitDurationProperty::new(210_000.0);
    assert_eq!(client.encode().property_float_milliseconds_larger_unit(&body).await?, body);
    let body = PropertyFloat64SecondsDurationProperty::new(35.625);
    assert_eq!(client.encode().property_float64_seconds(&body).await?, body);
    Ok(())
}

async fn duration_query(client: Durations) -> Outcome {
    client.encode().query_default("P40D").await?;
    client.encode().query_int32_seconds(36).await?;
    client.encode().query_int32_seconds_larger_unit(120).await?;
    client.encode().query_int32_milliseconds(36_000).await?;
    client.encode().query_int32_milliseconds_larger_unit(180_000).await?;
    client.encode().query_float_seconds_larger_unit(150.0).await?;
    client.encode().query_float_milliseconds_larger_unit(210_000.0).await?;
    client.encode().query_float64_milliseconds(35_625.0).await?;
    Ok(())
}
