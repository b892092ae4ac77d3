using Bakeoff.Evaluation.Intervals;
using Bakeoff.Experiments.Stages;

namespace Bakeoff.Experiments.Importance;

/// <summary>Content of <c>importance.json</c>: what each group of features is worth to a system.</summary>
public sealed record ImportanceDocument
{
    /// <summary>Name of the metric: <c>uar</c>, of numbers <c>ccc</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>The metric for the features as they are.</summary>
    public required double Value { get; init; }

    /// <summary>Number of test clips.</summary>
    public required int Clips { get; init; }

    /// <summary>Number of times that each group is shuffled.</summary>
    public required int Repeats { get; init; }

    /// <summary>The unit that intervals draw: <c>clip</c>, or <c>speaker</c> if there are at least eight.</summary>
    public required BootstrapUnit Unit { get; init; }

    /// <summary>The groups, the most important first.</summary>
    public required IReadOnlyList<GroupImportance> Groups { get; init; }

    /// <summary>Writes the document; equal documents give equal bytes.</summary>
    /// <param name="path">File to create.</param>
    public void Write(string path) => ResultFile.Write(path, this);

    /// <summary>Reads a document that <see cref="Write"/> made.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is none.</exception>
    public static ImportanceDocument Read(string path) => ResultFile.Read<ImportanceDocument>(path);
}

/// <summary>Worth of one group of features.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Columns">Number of its columns.</param>
/// <param name="Drop">The metric lost where the group is shuffled among the test clips, the mean over the repeats.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
public sealed record GroupImportance(string Name, int Columns, double Drop, double Low, double High);
