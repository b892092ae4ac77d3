namespace Bakeoff.Architecture.Tests;

/// <summary>Projects that do not meet a rule yet. A rule that holds everywhere has an empty list; no project is ever added.</summary>
internal static class Pending
{
    /// <summary>Projects with a cycle among their rooms.</summary>
    public static readonly string[] Cycles = [];

    /// <summary>Projects with lines beyond the wall, or too many beyond the usual width.</summary>
    public static readonly string[] Width =
    [
        "Bakeoff.TorchSharp", "Bakeoff.Corpora", "Bakeoff.Experiments", "Bakeoff.Neural", "Bakeoff.Numerics",
        "Bakeoff.Pipeline.Tests", "Bakeoff.Onnx.Tests", "Bakeoff.Extending.Tests", "Bakeoff.Neural.Tests", "Bakeoff.Cli.Tests",
        "Bakeoff.Models.Tests", "Bakeoff.Benchmarks", "Bakeoff.Numerics.Tests", "Bakeoff.Serving.Tests", "Bakeoff.Mlflow.Tests",
        "Bakeoff.Options.Tests", "Bakeoff.Experiments.Tests", "Bakeoff.Audio.Tests", "Bakeoff.SampleEngine", "Bakeoff.Corpora.Tests",
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
        "Bakeoff.Experiments", "Bakeoff.Cli.Tests", "Bakeoff.Corpora.Tests", "Bakeoff.Mlflow.Tests", "Bakeoff.Serving.Tests",
    ];

    /// <summary>Projects whose summaries begin with a question word or a verb of speech.</summary>
    public static readonly string[] OpeningWords =
    [
        "Bakeoff.Neural",
    ];

    /// <summary>Projects whose internals others see.</summary>
    public static readonly string[] Internals =
    [
        "Bakeoff.Classifiers",
    ];

    /// <summary>Projects without a README.md.</summary>
    public static readonly string[] ReadMe = [];

    /// <summary>Projects that compute results with the platform's mathematics.</summary>
    public static readonly string[] Arithmetic = [];
}
