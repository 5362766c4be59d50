//! Operations tagged `campaigns`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Campaign, CampaignInput, CampaignUpdate, ErrorModel, GetReportsMetric,
    ListCampaignsStatusItem, Report, ScheduleCampaignBody,
};
use super::Client;

/// What is sent.
///
/// Obtain one with [`Client::campaigns`].
#[derive(Clone, Copy, Debug)]
pub struct Campaigns<'c>(pub(crate) &'c Client);

impl<'c> Campaigns<'c> {
    /// List campaigns
    ///
    /// Lists campaigns, latest first. The `Link` header leads to the next page.
    ///
    /// `GET /campaigns`
    ///
    /// In pages by the `Link` header, as configured: `.items()` and `.rev_items()` go over the pages.
    ///
    /// Headers of the answer: [`LINK`](super::headers::LINK), [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE), [`X_TOTAL_COUNT`](super::headers::X_TOTAL_COUNT).
    #[inline]
    pub fn list(
        &self,
        params: &ListCampaigns,
    ) -> Call<'c, Vec<Campaign>, ErrorModel, Paged<Campaign>> {
        self.0
            .inner
            .call(&LIST_CAMPAIGNS)
            .query("page_size", &params.page_size)
            .query("after", &params.after)
            .query("status", &params.status)
    }

    /// Create a campaign
    ///
    /// Drafts a campaign.
    ///
    /// `POST /campaigns`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(&self, body: &CampaignInput) -> Call<'c, Campaign, ErrorModel> {
        self.0.inner.call(&CREATE_CAMPAIGN).body(body)
    }

    /// Get a campaign
    ///
    /// Returns one campaign.
    ///
    /// `GET /campaigns/{campaign_id}`
    ///
    /// * `campaign_id`: Which campaign.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, campaign_id: &str) -> Call<'c, Campaign, ErrorModel> {
        self.0.inner.call(&GET_CAMPAIGN).path("campaign_id", campaign_id)
    }

    /// Delete a campaign
    ///
    /// Deletes a campaign that was not sent.
    ///
    /// `DELETE /campaigns/{campaign_id}`
    ///
    /// * `campaign_id`: Which campaign.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, campaign_id: &str) -> Call<'c, (), ErrorModel> {
        self.0.inner.call(&DELETE_CAMPAIGN).path("campaign_id", campaign_id)
    }

    /// Change a campaign
    ///
    /// Changes the fields that are given. A campaign that was sent stays as it is.
    ///
    /// `PATCH /campaigns/{campaign_id}`
    ///
    /// * `campaign_id`: Which campaign.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        campaign_id: &str,
        body: &CampaignUpdate,
    ) -> Call<'c, Campaign, ErrorModel> {
        self.0.inner.call(&UPDATE_CAMPAIGN).path("campaign_id", campaign_id).body(body)
    }

    /// Send a campaign
    ///
    /// Sends a campaign to everyone subscribed. It can be sent once.
    ///
    /// `POST /campaigns/{campaign_id}/send`
    ///
    /// * `campaign_id`: Which campaign.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn send(&self, campaign_id: &str) -> Call<'c, Campaign, ErrorModel> {
        self.0.inner.call(&SEND_CAMPAIGN).path("campaign_id", campaign_id)
    }

    /// Schedule a campaign
    ///
    /// Sets when a campaign is sent. Use `updateCampaign` with `send_at`.
    ///
    /// `POST /campaigns/{campaign_id}/schedule`
    ///
    /// * `campaign_id`: Which campaign.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[deprecated]
    #[inline]
    pub fn schedule(
        &self,
        campaign_id: &str,
        body: &ScheduleCampaignBody,
    ) -> Call<'c, Campaign, ErrorModel> {
        self.0.inner.call(&SCHEDULE_CAMPAIGN).path("campaign_id", campaign_id).body(body)
    }

    /// Get figures of campaigns
    ///
    /// Returns what became of campaigns, in the order of `ids`.
    ///
    /// `GET /reports`
    ///
    /// * `ids`: The campaigns.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get_reports(
        &self,
        ids: Vec<String>,
        params: &GetReports,
    ) -> Call<'c, Vec<Report>, ErrorModel> {
        self.0
            .inner
            .call(&GET_REPORTS)
            .query("ids", &ids)
            .query("metrics", &params.metrics)
    }
}

/// Optional parameters of [`Campaigns::list`].
#[derive(Clone, Debug, Default)]
pub struct ListCampaigns {
    /// How many at most.
    ///
    /// Default: `5`.
    ///
    /// Valid: at least 1, at most 50.
    pub page_size: Option<i32>,
    /// Where the page begins. Taken from the `Link` header; never made by hand.
    pub after: Option<String>,
    /// Only campaigns in one of these states.
    pub status: Vec<ListCampaignsStatusItem>,
}

/// Optional parameters of [`Campaigns::get_reports`].
#[derive(Clone, Debug, Default)]
pub struct GetReports {
    /// Only these figures; all where it is left out.
    pub metrics: Vec<GetReportsMetric>,
}

static LIST_CAMPAIGNS: Operation = Operation::new("listCampaigns", "GET", "/campaigns")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "",
        next: operation::NextPage::Link,
    })
    .prev_page(operation::PrevPage::Link)
    .total("X-Total-Count");

static CREATE_CAMPAIGN: Operation = Operation::new(
        "createCampaign",
        "POST",
        "/campaigns",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_CAMPAIGN: Operation = Operation::new(
        "getCampaign",
        "GET",
        "/campaigns/{campaign_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_CAMPAIGN: Operation = Operation::new(
        "deleteCampaign",
        "DELETE",
        "/campaigns/{campaign_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_CAMPAIGN: Operation = Operation::new(
        "updateCampaign",
        "PATCH",
        "/campaigns/{campaign_id}",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static SEND_CAMPAIGN: Operation = Operation::new(
        "sendCampaign",
        "POST",
        "/campaigns/{campaign_id}/send",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static SCHEDULE_CAMPAIGN: Operation = Operation::new(
        "scheduleCampaign",
        "POST",
        "/campaigns/{campaign_id}/schedule",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .deprecated(true);

static GET_REPORTS: Operation = Operation::new("getReports", "GET", "/reports")
    .params(
        &[
            operation::Param::query("ids")
                .style(operation::ParamStyle::PipeDelimited, false),
            operation::Param::query("metrics")
                .style(operation::ParamStyle::SpaceDelimited, false),
        ],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );
