namespace Bakeoff.Experiments.Stages;

/// <summary>Names by which stages refer to each other.</summary>
public static class StageNames
{
    /// <summary>Fetches or synthesises the recordings.</summary>
    public const string Download = "download";

    /// <summary>Lists and audits the clips.</summary>
    public const string Index = "index";

    /// <summary>Draws the corpus.</summary>
    public const string Explore = "explore";

    /// <summary>Computes the features.</summary>
    public const string Featurize = "featurize";

    /// <summary>Assigns clips to partitions.</summary>
    public const string Split = "split";

    /// <summary>Trains the network or classifier.</summary>
    public const string Train = "train";

    /// <summary>Evaluates the network or classifier.</summary>
    public const string Evaluate = "evaluate";

    /// <summary>Writes the report.</summary>
    public const string Report = "report";

    /// <summary>Measures what each group of features is worth.</summary>
    public const string Importance = "importance";

    /// <summary>Tests the model under altered recordings.</summary>
    public const string Stress = "stress";
}
