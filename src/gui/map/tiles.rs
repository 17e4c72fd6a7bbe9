//! BRT-A grijs from PDOK in RD: cached on disk, tried again after a while, and never in the way of a frame.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use walkers::sources::{Attribution, TileSource};
use walkers::{HttpOptions, HttpTiles, TileId, Tiles};

/// Tiles that failed are asked for again after this long.
const RETRY_AFTER: Duration = Duration::from_secs(30);

/// The deepest level of the RD tile grid that PDOK serves.
const MAX_ZOOM: u8 = 14;

/// BRT-Achtergrondkaart, variant grijs.
struct BrtGray;

impl TileSource for BrtGray {
    fn tile_url(&self, tile: TileId) -> String {
        let TileId { x, y, zoom } = tile;
        format!("https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:28992/{zoom}/{x}/{y}.png")
    }

    fn attribution(&self) -> Attribution {
        Attribution {
            text: "Kaartgegevens © Kadaster (CC BY 4.0)",
            url: "https://www.pdok.nl",
            logo_light: None,
            logo_dark: None,
        }
    }

    fn max_zoom(&self) -> u8 {
        MAX_ZOOM
    }
}

/// The tiles, from when they are first wanted.
#[derive(Default)]
pub struct OnlineTiles {
    tiles: Option<(HttpTiles, Instant)>,
}

impl OnlineTiles {
    /// The source of tiles; made on first use, and anew after a while so that failed tiles are tried again. What came
    /// before lies in the cache on disk by then.
    pub fn source(&mut self, ctx: &egui::Context) -> Option<&mut dyn Tiles> {
        let stale = self.tiles.as_ref().is_some_and(|(_, since)| since.elapsed() > RETRY_AFTER);
        if stale || self.tiles.is_none() {
            self.tiles = Some((start(ctx)?, Instant::now()));
        }
        ctx.request_repaint_after(RETRY_AFTER);
        self.tiles.as_mut().map(|(tiles, _)| tiles as &mut dyn Tiles)
    }

    /// Stops asking.
    pub fn stop(&mut self) {
        self.tiles = None;
    }
}

/// Certificates are our own, so that a machine without any still gets its tiles instead of a panic.
fn start(ctx: &egui::Context) -> Option<HttpTiles> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    // The HTTP client below looks for the process-wide provider; a second installation is harmless.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    let roots = rustls::RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let options = HttpOptions { cache: cache_dir(), tls: Some(tls), ..HttpOptions::default() };
    Some(HttpTiles::with_options(BrtGray, options, ctx.clone()))
}

fn cache_dir() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("nl", "", "zorgkring")?;
    let dir = dirs.cache_dir().join("tegels");
    std::fs::create_dir_all(&dir).ok()?;
    Some(dir)
}
