"""Opens a project in QGIS itself: every layer valid, indexed and styled, no message. With a second argument it draws
the map as QGIS shows it.

    python3 tests/oracle/check_qgis.py PROJECT.gpkg [MAP.png]

Needs the Python bindings of QGIS (package python3-qgis) and no display.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402

HAS_INDEX = 2
# QGIS takes the extent of the features from the index, which keeps 32-bit numbers.
INDEX_M = 0.1


def layers_of(path, context):
    for sublayer in QgsProviderRegistry.instance().querySublayers(path):
        options = QgsProviderSublayerDetails.LayerOptions(context)
        options.loadDefaultStyle = True
        yield sublayer.toLayer(options)


def faults_of(layer):
    if not layer.isValid():
        return ["not valid"]
    if not layer.isSpatial():
        return []
    found = []
    if layer.crs().authid() != "EPSG:28992":
        found.append(f"crs {layer.crs().authid()}")
    if layer.hasSpatialIndex() != HAS_INDEX:
        found.append("no spatial index")
    if layer.wkbType() == QgsWkbTypes.Unknown:
        found.append("mixed geometry")
    n_related = layer.listStylesInDatabase()[0]
    if n_related != 1:
        found.append(f"{n_related} styles")
    listed = layer.extent()
    layer.updateExtents(True)
    if layer.featureCount() and not listed.buffered(INDEX_M).contains(layer.extent()):
        found.append(f"extent {listed.toString(1)}, features {layer.extent().toString(1)}")
    return found


def drawn(layers, png):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(1400, 1000))
    settings.setExtent(settings.fullExtent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(png)
    return [error.message for error in job.errors()]


def main():
    path = sys.argv[1]
    app = QgsApplication([], False)
    app.initQgis()
    messages = []
    app.messageLog().messageReceived.connect(lambda text, tag, _level: messages.append(f"{tag}: {text}"))
    layers = list(layers_of(path, QgsProject.instance().transformContext()))
    n_faults = 0
    for layer in layers:
        faults = faults_of(layer)
        n_faults += len(faults)
        kind = QgsWkbTypes.displayString(layer.wkbType())
        drawn_by = layer.renderer().type() if layer.isSpatial() else "-"
        print(f"{layer.name():24} {kind:14} {layer.featureCount():6} {drawn_by:18} {'; '.join(faults)}")
    if len(sys.argv) > 2:
        messages += drawn([layer for layer in reversed(layers) if layer.isSpatial()], sys.argv[2])
    for message in messages:
        print("message:", message)
    is_good = layers and not n_faults and not messages
    # QGIS falls over layers that outlive it.
    del layers, layer
    app.exitQgis()
    sys.exit(0 if is_good else 1)


main()
