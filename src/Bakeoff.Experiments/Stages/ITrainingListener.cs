using Bakeoff.Classifiers.Selection;
using Bakeoff.Neural.Training;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Stages;

/// <summary>Receives the events of a training while networks or classifiers are trained.</summary>
[OutsideFingerprint("observes a training; cannot change a result")]
public interface ITrainingListener
{
    /// <summary>A fold begins. The training waits for the end of the task.</summary>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="foldCount">Number of folds.</param>
    /// <param name="since">Time since its training began; more than zero where folds are trained side by side.</param>
    Task FoldStartedAsync(string fold, int foldCount, TimeSpan since);

    /// <summary>An epoch of the current fold ended.</summary>
    void EpochEnded(EpochResult epoch);

    /// <summary>The classifier of the current fold was chosen and trained.</summary>
    void CandidateChosen(CandidateChoice choice);
}
