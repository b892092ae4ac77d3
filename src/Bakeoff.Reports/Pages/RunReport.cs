using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Everything the page of one experiment shows. Each part may be empty or null: the page then names what is missing.</summary>
public sealed record RunReport
{
    /// <summary>Name of the experiment, such as <c>lstm-baseline</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The question asked, in one sentence; null when the experiment states none.</summary>
    public string? Question { get; init; }

    /// <summary>The resolved experiment as YAML.</summary>
    public string ConfigurationYaml { get; init; } = string.Empty;

    /// <summary>The split and the evaluation in plain words, one paragraph each.</summary>
    public IReadOnlyList<string> Protocol { get; init; } = [];

    /// <summary>The leakage audit.</summary>
    public IReadOnlyList<LeakNote> Leaks { get; init; } = [];

    /// <summary>Words on the first screen: for whom the result holds, and under what.</summary>
    public IReadOnlyList<Fact> Holds { get; init; } = [];

    /// <summary>The metrics to be seen first, the most important one first.</summary>
    public IReadOnlyList<HeadlineFigure> Figures { get; init; } = [];

    /// <summary>Baselines and published figures beside the metrics.</summary>
    public IReadOnlyList<ReferenceRow> Beside { get; init; } = [];

    /// <summary>Histories, one per fold.</summary>
    public IReadOnlyList<TrainingCurve> Training { get; init; } = [];

    /// <summary>Classifiers that were candidates, fold by fold; empty for a network.</summary>
    public IReadOnlyList<CandidateRow> Candidates { get; init; } = [];

    /// <summary>A sentence on what was trained elsewhere and combined; null for a training of its own.</summary>
    public string? TrainedElsewhere { get; init; }

    /// <summary>True if the first candidate was taken that the inner folds cannot tell from the best.</summary>
    public bool TakesSimplest { get; init; }

    /// <summary>Confusion matrix of the test side; null when nothing was tested.</summary>
    public ConfusionCounts? Confusion { get; init; }

    /// <summary>Test metrics per class.</summary>
    public IReadOnlyList<ClassRow> Classes { get; init; } = [];

    /// <summary>Test metrics per speaker.</summary>
    public IReadOnlyList<SpeakerRow> Speakers { get; init; } = [];

    /// <summary>Test metrics per text.</summary>
    public IReadOnlyList<TextRow> Texts { get; init; } = [];

    /// <summary>Test metrics per target; empty for a system that classifies.</summary>
    public IReadOnlyList<TargetRow> Targets { get; init; } = [];

    /// <summary>True and predicted numbers of each target; empty for a system that classifies.</summary>
    public IReadOnlyList<TargetPoints> TargetPoints { get; init; } = [];

    /// <summary>Test metrics of predicted numbers per speaker.</summary>
    public IReadOnlyList<NumberGroupRow> NumbersPerSpeaker { get; init; } = [];

    /// <summary>Test metrics of predicted numbers per text.</summary>
    public IReadOnlyList<NumberGroupRow> NumbersPerText { get; init; } = [];

    /// <summary>Test metrics by the values of columns, one part a column; empty where the experiment names none.</summary>
    public IReadOnlyList<GroupPart> Groups { get; init; } = [];

    /// <summary>Bins of the reliability diagram.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Expected calibration error, 0..1; null when it was not measured.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Words, curves and tables on the probabilities.</summary>
    public ConfidencePart Confidence { get; init; } = new();

    /// <summary>Left-out raters against the others, all together first; empty for a corpus without votes.</summary>
    public IReadOnlyList<RaterRow> Raters { get; init; } = [];

    /// <summary>A sentence on the votes; null for a corpus without.</summary>
    public string? Votes { get; init; }

    /// <summary>Mean share of the votes over the probability of a class, in ranges of it.</summary>
    public IReadOnlyList<ReliabilityBin> VoteShares { get; init; } = [];

    /// <summary>The clips most confidently wrong, the most confident first.</summary>
    public IReadOnlyList<WrongClip> WrongClips { get; init; } = [];

    /// <summary>Number of all wrong test clips; null when unknown.</summary>
    public long? WrongClipCount { get; init; }

    /// <summary>The clips with the largest errors of predicted numbers, the largest first.</summary>
    public IReadOnlyList<WrongClip> LargestErrors { get; init; } = [];

    /// <summary>A note on listening to these clips; null for none.</summary>
    public string? WrongClipNote { get; init; }

    /// <summary>The worth of each group of features; null where it is not shown.</summary>
    public ImportanceReport? Importance { get; init; }

    /// <summary>The cost of altered recordings; null where it is not shown.</summary>
    public StressReport? Stress { get; init; }

    /// <summary>Features that separate the labels; null where they were not measured.</summary>
    public FeaturePart? Features { get; init; }

    /// <summary>The corpus: name, version, licence, clips, speakers, hashes, defects found.</summary>
    public IReadOnlyList<Fact> Dataset { get; init; } = [];

    /// <summary>Works that a paper with these results should cite: the corpus and Bakeoff.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>Clips per label, in all.</summary>
    public IReadOnlyList<LabelCount> LabelCounts { get; init; } = [];

    /// <summary>Clips per label and speaker.</summary>
    public IReadOnlyList<LabelCount> LabelCountsPerSpeaker { get; init; } = [];

    /// <summary>Clips per label and partition.</summary>
    public IReadOnlyList<LabelCount> LabelCountsPerPartition { get; init; } = [];

    /// <summary>One clip per label to look at.</summary>
    public IReadOnlyList<ClipPicture> Clips { get; init; } = [];

    /// <summary>Code identity: commit, versions, hashes of results.</summary>
    public IReadOnlyList<Fact> Code { get; init; } = [];

    /// <summary>The stages with their times.</summary>
    public IReadOnlyList<StageRow> Stages { get; init; } = [];

    /// <summary>Commands that make the same result again, one line each.</summary>
    public IReadOnlyList<string> Reproduce { get; init; } = [];

    /// <summary>Why the run ended early; null when it finished.</summary>
    public RunFailure? Failure { get; init; }
}
