namespace Bakeoff.Architecture.Tests;

/// <summary>Projects that do not meet a rule yet. A rule that holds everywhere has an empty list; no project is ever added.</summary>
internal static class Pending
{
    /// <summary>Projects with a cycle among their rooms.</summary>
    public static readonly string[] Cycles =
    [
        "Bakeoff.Audio",
    ];

    /// <summary>Projects with lines beyond the wall, or too many beyond the usual width.</summary>
    public static readonly string[] Width =
    [
        "Bakeoff.Audio", "Bakeoff.Corpora", "Bakeoff.Experiments", "Bakeoff.Neural", "Bakeoff.Numerics",
        "Bakeoff.TorchSharp", "Bakeoff.Audio.Tests", "Bakeoff.Benchmarks", "Bakeoff.Cli.Tests", "Bakeoff.Corpora.Tests",
        "Bakeoff.Experiments.Tests", "Bakeoff.Mlflow.Tests", "Bakeoff.Models.Tests", "Bakeoff.Neural.Tests", "Bakeoff.Numerics.Tests",
        "Bakeoff.Onnx.Tests", "Bakeoff.Options.Tests", "Bakeoff.Pipeline.Tests", "Bakeoff.Serving.Tests",
    ];

    /// <summary>Projects with methods or constructors of more than six parameters.</summary>
    public static readonly string[] Parameters =
    [
        "Bakeoff.Audio", "Bakeoff.Experiments", "Bakeoff.Neural", "Bakeoff.Audio.Tests", "Bakeoff.Corpora.Tests",
    ];

    /// <summary>Projects that block a thread until a task ends.</summary>
    public static readonly string[] BlockingCalls =
    [
        "Bakeoff.Mlflow",
    ];

    /// <summary>Projects whose caught exceptions or tokens have several names.</summary>
    public static readonly string[] Names =
    [
        "Bakeoff.Experiments", "Bakeoff.Mlflow", "Bakeoff.Benchmarks", "Bakeoff.Cli.Tests", "Bakeoff.Corpora.Tests",
        "Bakeoff.Mlflow.Tests", "Bakeoff.Serving.Tests", "Shared",
    ];

    /// <summary>Projects whose summaries begin with a question word or a verb of speech.</summary>
    public static readonly string[] OpeningWords =
    [
        "Bakeoff.Audio", "Bakeoff.Experiments", "Bakeoff.Neural", "Bakeoff.Numerics", "Bakeoff.Benchmarks",
        "Bakeoff.Cli.Tests", "Bakeoff.Corpora.Tests", "Bakeoff.Experiments.Tests", "Bakeoff.Models.Tests",
    ];

    /// <summary>Projects whose internals others see.</summary>
    public static readonly string[] Internals =
    [
        "Bakeoff.Classifiers", "Bakeoff.Corpora",
    ];

    /// <summary>Projects without a README.md.</summary>
    public static readonly string[] ReadMe =
    [
        "Bakeoff.Corpora",
    ];

    /// <summary>Projects that compute results with the platform's mathematics.</summary>
    public static readonly string[] Arithmetic = [];
}
