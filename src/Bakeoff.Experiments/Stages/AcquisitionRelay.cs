using Bakeoff.Corpora.Acquisition;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Stages;

/// <summary>Passes the progress of acquiring or indexing a corpus on as a stage's progress.</summary>
[OutsideFingerprint("tells how far the work is; cannot change a result")]
internal sealed class AcquisitionRelay(IProgress<StageProgress> progress, string unit) : IProgress<AcquisitionProgress>
{
    public void Report(AcquisitionProgress value) => progress.Report(new StageProgress(value.FilesDone, value.FileCount, unit));
}
