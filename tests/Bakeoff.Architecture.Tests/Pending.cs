namespace Bakeoff.Architecture.Tests;

/// <summary>Projects that do not meet a rule yet. A rule that holds everywhere has an empty list; no project is ever added.</summary>
internal static class Pending
{
    /// <summary>Projects with a cycle among their rooms.</summary>
    public static readonly string[] Cycles = [];

    /// <summary>Projects with lines beyond the wall, or too many beyond the usual width.</summary>
    public static readonly string[] Width = [];

    /// <summary>Projects with methods or constructors of more than six parameters.</summary>
    public static readonly string[] Parameters = ["Bakeoff.Audio.Tests", "Bakeoff.Corpora.Tests"];

    /// <summary>
    /// Projects that block a thread until a task ends: a handler of signals must, for the process may be gone when it returns.
    /// </summary>
    public static readonly string[] BlockingCalls = ["Bakeoff.Mlflow"];

    /// <summary>Projects whose caught exceptions or tokens have several names.</summary>
    public static readonly string[] Names = [];

    /// <summary>Projects whose summaries begin with a question word or a verb of speech.</summary>
    public static readonly string[] OpeningWords = [];

    /// <summary>Projects whose internals others see.</summary>
    public static readonly string[] Internals = [];

    /// <summary>Projects without a README.md.</summary>
    public static readonly string[] ReadMe = [];

    /// <summary>Projects that compute results with the platform's mathematics.</summary>
    public static readonly string[] Arithmetic = [];
}
