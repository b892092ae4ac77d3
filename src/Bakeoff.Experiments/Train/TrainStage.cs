using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>
/// The train stage: of a network where the experiment has a <c>model</c>, of a classifier where it has a <c>classifier</c>, of the weights of
/// other experiments where it is an <c>ensemble</c>.
/// </summary>
[OutsideFingerprint("chooses between two stages, each with a fingerprint of its own")]
public static class TrainStage
{
    /// <summary>Table of the epochs of networks.</summary>
    public const string HistoryFile = "history.csv";

    /// <summary>Table of the candidates of classifiers.</summary>
    public const string CandidatesFile = "candidates.csv";

    /// <summary>Table of the clips on which the probabilities of classifiers were calibrated, or an ensemble's members stacked; only where
    /// they were.</summary>
    public const string HeldOutFile = "held-out.csv";

    /// <summary>Table of the edges between labels that are ranges of a number; only where they are.</summary>
    public const string EdgesFile = "edges.csv";

    /// <summary>Name, sentence and inputs.</summary>
    public static StageDefinition Definition { get; } = new(
        StageNames.Train,
        "Trains the network or classifier and records the run in MLflow.",
        [StageNames.Index, StageNames.Featurize, StageNames.Split],
        static setup => setup.Options switch
        {
            { Ensemble: not null } => new EnsembleTrainStage(setup),
            { Classifier: not null } => new ClassifierTrainStage(setup),
            _ => (IStage)new NetworkTrainStage(setup),
        });
}
