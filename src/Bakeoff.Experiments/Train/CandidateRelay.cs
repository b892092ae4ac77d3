using Bakeoff.Classifiers.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Passes each evaluated candidate on as progress with its metric.</summary>
[OutsideFingerprint("tells how far the work is; cannot change a result")]
internal sealed class CandidateRelay(IProgress<StageProgress> progress, IReadOnlyList<SplitFold> folds, SplitFold fold, int candidates)
    : IProgress<EvaluatedCandidate>
{
    private int _evaluated;

    public void Report(EvaluatedCandidate value)
    {
        var where = folds.Count == 1 ? string.Empty : $"fold {fold.Name}, ";
        progress.Report(
            new StageProgress(
                ++_evaluated,
                candidates,
                "candidates",
                value.InnerCcc is { } ccc
                    ? FormattableString.Invariant($"{where}{value.Classifier.ToYaml()}, inner CCC {ccc:0.000}")
                    : FormattableString.Invariant($"{where}{value.Classifier.ToYaml()}, inner UAR {value.InnerUar:0.000}")));
    }
}
