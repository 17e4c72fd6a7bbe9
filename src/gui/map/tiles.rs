//! Tiles from PDOK in RD: cached on disk, tried again after a while, and never in the way of a frame.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use walkers::sources::{Attribution, TileSource};
use walkers::{HttpOptions, HttpTiles, Stats, TileId, TilePiece, Tiles};

use crate::gui::background::in_background;
use crate::gui::state::Basemap;

/// When nothing comes, all is asked for again after this long.
const RETRY_AFTER: Duration = Duration::from_secs(30);

/// When some tiles came and others did not, after this long: making anew shows what came a second time.
const RETRY_SOME_AFTER: Duration = Duration::from_secs(300);

/// Without a single tile after this long there is no connection.
const PATIENCE: Duration = Duration::from_secs(4);

/// The deepest level of the RD tile grid that is asked for, 21 cm a pixel.
const MAX_ZOOM: u8 = 14;

/// A basemap of PDOK.
struct Pdok(Basemap);

impl TileSource for Pdok {
    fn tile_url(&self, tile: TileId) -> String {
        let TileId { x, y, zoom } = tile;
        let service = "https://service.pdok.nl";
        match self.0 {
            Basemap::Aerial => {
                format!("{service}/hwh/luchtfotorgb/wmts/v1_0/Actueel_orthoHR/EPSG:28992/{zoom}/{x}/{y}.jpeg")
            }
            Basemap::BrtStandard => {
                format!("{service}/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:28992/{zoom}/{x}/{y}.png")
            }
            Basemap::BrtGray | Basemap::Schematic => {
                format!("{service}/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:28992/{zoom}/{x}/{y}.png")
            }
        }
    }

    fn attribution(&self) -> Attribution {
        let text = self.0.credit().unwrap_or_default();
        Attribution { text, url: "https://www.pdok.nl", logo_light: None, logo_dark: None }
    }

    fn max_zoom(&self) -> u8 {
        MAX_ZOOM
    }
}

/// The tiles of one basemap, and what came of them.
struct BasemapTiles {
    tiles: Option<HttpTiles>,
    basemap: Basemap,
    since: Instant,
    has_any: bool,
    lacks_some: bool,
}

impl Tiles for BasemapTiles {
    fn at(&mut self, tile_id: TileId) -> Option<TilePiece> {
        let piece = self.tiles.as_mut().and_then(|tiles| tiles.at(tile_id));
        // A part of a coarser tile stands in for one that has not come.
        let is_whole = piece.as_ref().is_some_and(|piece| piece.uv.width() > 0.99);
        self.has_any |= piece.is_some();
        self.lacks_some |= !is_whole && tile_id.zoom <= MAX_ZOOM;
        piece
    }

    fn attribution(&self) -> Attribution {
        Pdok(self.basemap).attribution()
    }

    fn tile_size(&self) -> u32 {
        Pdok(self.basemap).tile_size()
    }

    fn stats(&self) -> Stats {
        self.tiles.as_ref().map(Tiles::stats).unwrap_or_default()
    }
}

impl Drop for BasemapTiles {
    /// Waits for what is under way, a name that is looked up without a connection for instance: not on this thread.
    fn drop(&mut self) {
        let tiles = self.tiles.take();
        // Without a thread it is waited for here after all.
        in_background("zorgkring-tiles", move || drop(tiles));
    }
}

/// The tiles, from when they are first wanted.
#[derive(Default)]
pub struct OnlineTiles {
    source: Option<BasemapTiles>,
    /// Does nothing come?
    pub is_offline: bool,
}

impl OnlineTiles {
    /// The source of tiles; made on first use, and anew after a while so that failed tiles are tried again. What came
    /// before lies in the cache on disk by then.
    pub fn source(&mut self, ctx: &egui::Context, basemap: Basemap) -> Option<&mut dyn Tiles> {
        if self.source.as_ref().is_some_and(|source| source.basemap != basemap) {
            self.stop();
        }
        if self.source.as_ref().is_none_or(BasemapTiles::is_to_be_tried_again) {
            self.source = Some(BasemapTiles {
                tiles: start(ctx, basemap),
                basemap,
                since: Instant::now(),
                has_any: false,
                lacks_some: false,
            });
        }
        let source = self.source.as_mut()?;
        source.lacks_some = false;
        Some(source)
    }

    /// Takes stock after the map asked for its tiles, and asks for another look while some are lacking.
    pub fn take_stock(&mut self, ctx: &egui::Context) {
        let Some(source) = &self.source else { return };
        let in_vain = source.lacks_some && !source.has_any && source.since.elapsed() > PATIENCE;
        self.is_offline = !source.has_any && (self.is_offline || in_vain);
        if source.lacks_some {
            ctx.request_repaint_after(if source.has_any || self.is_offline { RETRY_AFTER } else { PATIENCE / 2 });
        }
    }

    /// Stops asking.
    pub fn stop(&mut self) {
        self.source = None;
        self.is_offline = false;
    }
}

impl BasemapTiles {
    fn is_to_be_tried_again(&self) -> bool {
        let after = if self.has_any { RETRY_SOME_AFTER } else { RETRY_AFTER };
        self.lacks_some && self.since.elapsed() > after
    }
}

/// Certificates are our own, so that a machine without any still gets its tiles instead of a panic.
fn start(ctx: &egui::Context, basemap: Basemap) -> Option<HttpTiles> {
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
    Some(HttpTiles::with_options(Pdok(basemap), options, ctx.clone()))
}

fn cache_dir() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("nl", "", "zorgkring")?;
    let dir = dirs.cache_dir().join("tegels");
    std::fs::create_dir_all(&dir).ok()?;
    Some(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_basemap_has_its_own_address_in_rd_and_its_owner() {
        let tile = TileId { x: 3, y: 5, zoom: 4 };
        let url = |basemap| Pdok(basemap).tile_url(tile);
        assert!(url(Basemap::BrtGray).ends_with("/grijs/EPSG:28992/4/3/5.png"));
        assert!(url(Basemap::BrtStandard).ends_with("/standaard/EPSG:28992/4/3/5.png"));
        assert!(url(Basemap::Aerial).ends_with("/Actueel_orthoHR/EPSG:28992/4/3/5.jpeg"));
        assert!(Pdok(Basemap::Aerial).attribution().text.contains("Beeldmateriaal"));
        assert!(Pdok(Basemap::BrtStandard).attribution().text.contains("Kadaster"));
    }
}
