namespace Bakeoff.Experiments.Stages;

/// <summary>Names of the stages, in commands, folders and messages.</summary>
public static class StageNames
{
    /// <summary>Fetches or synthesises the recordings.</summary>
    public const string Download = "download";

    /// <summary>Lists and audits the clips.</summary>
    public const string Index = "index";

    /// <summary>Draws the corpus.</summary>
    public const string Explore = "explore";

    /// <summary>Computes features.</summary>
    public const string Featurize = "featurize";

    /// <summary>Deals clips into partitions.</summary>
    public const string Split = "split";

    /// <summary>Trains the network or classifier.</summary>
    public const string Train = "train";

    /// <summary>Judges it.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>Writes the report.</summary>
    public const string Report = "report";

    /// <summary>All stages with a sentence each, in running order.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        (Download, "Fetches or synthesises the recordings and verifies them."),
        (Index, "Lists every clip with label, speaker and text, and audits the corpus."),
        (Explore, "Draws pictures of the corpus."),
        (Featurize, "Computes the features of every clip."),
        (Split, "Deals the clips into partitions and counts leaks."),
        (Train, "Trains the network or classifier and records the run in MLflow."),
        (Evaluate, "Judges the network or classifier on clips it has not seen."),
        (Report, "Writes the report page and its pictures."),
    ];
}
