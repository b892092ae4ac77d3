namespace Bakeoff.Mlflow.Runs;

/// <summary>How a run is started and ended.</summary>
public sealed record RunOptions
{
    /// <summary>Experiment; created if missing, restored if deleted. Default <c>Default</c>.</summary>
    public string ExperimentName { get; init; } = "Default";

    /// <summary>Name of the run; null lets the store invent one.</summary>
    public string? RunName { get; init; }

    /// <summary>Identifier of the experiment, which must exist; null goes by <see cref="ExperimentName"/>. Default null.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>Run to continue instead of starting a new one; null starts a new one. Asks the store at once; see <see cref="ContinueClientKey"/> for one that does not.</summary>
    public string? ResumeRunId { get; init; }

    /// <summary>
    /// <see cref="ActiveRun.ClientKey"/> of a run to continue, in the same experiment, whose identifier may not be known yet because its server
    /// has not answered so far. It is looked up when the server answers; if it was deleted by then, what is logged is dropped. Null for none.
    /// </summary>
    public string? ContinueClientKey { get; init; }

    /// <summary>Run that this one is a part of, in the same experiment; null for none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary><see cref="ActiveRun.ClientKey"/> of that run, if its identifier is not known yet; looked up when the server answers. Null for none.</summary>
    public string? ParentClientKey { get; init; }

    /// <summary>Markdown description; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Source shown on the pages, such as a command or script; null for the program's name.</summary>
    public string? SourceName { get; init; }

    /// <summary>Further tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Tags of the experiment, such as <see cref="MlflowTags.PrimaryMetric"/>; set when the run is created.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ExperimentTags { get; init; } = [];

    /// <summary>Whether Ctrl-C and SIGTERM end the run as KILLED. The signal's own effect is left as it is. Default true.</summary>
    public bool EndOnSignals { get; init; } = true;

    /// <summary>Pause between measurements of processor, memory and disk for MLflow's system page; null for none. The first is after a second at most. Default null.</summary>
    public TimeSpan? SystemMetricsInterval { get; init; }

    /// <summary>Longest time that a logged value waits for company before it is sent. Default 1 second.</summary>
    public TimeSpan SendInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long starting waits for a server; after that the run goes on and is created when the server answers. Default 15 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long <see cref="ActiveRun.FlushAsync"/> waits for a server before it answers false. Default 10 seconds.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long ending waits for a server; what is left then stays in the journal. Default 60 seconds.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause after a failed delivery; doubles up to 30 seconds. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Values that may wait before logging slows down to the pace of an answering server. While the server does not answer, nothing waits
    /// and the journal grows. Default 100,000.
    /// </summary>
    public int MaxPending { get; init; } = 100_000;

    /// <summary>Reads what MLflow's own clients take from the environment: experiment, run to continue, and whether to measure the system.</summary>
    /// <param name="read">Gives a variable's value by name, or null; null means the environment of this process.</param>
    /// <exception cref="ArgumentException">A variable holds something else than it should.</exception>
    public static RunOptions FromEnvironment(Func<string, string?>? read = null) => new MlflowEnvironment(read ?? Environment.GetEnvironmentVariable).ToRunOptions();
}
