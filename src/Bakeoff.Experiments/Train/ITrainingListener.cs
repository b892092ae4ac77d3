using Bakeoff.Classifiers.Selection;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Train;

/// <summary>Hears of each fold and epoch while networks or classifiers are trained.</summary>
[OutsideFingerprint("hears what happens; cannot change a result")]
public interface ITrainingListener
{
    /// <summary>A fold begins.</summary>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="foldCount">Folds in all.</param>
    void FoldStarted(string fold, int foldCount);

    /// <summary>An epoch of the current fold ended.</summary>
    void EpochEnded(EpochResult epoch);

    /// <summary>The classifier of the current fold was chosen and trained.</summary>
    void CandidateChosen(CandidateChoice choice);
}
