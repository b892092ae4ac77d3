namespace Bakeoff.Mlflow.Runs;

/// <summary>Settings of a run: identity, tags, and time limits of its start and end.</summary>
public sealed record RunOptions
{
    /// <summary>
    /// Experiment; created if missing. One that is deleted is refused (<see cref="MlflowErrorCodes.InvalidState"/>), unless
    /// <see cref="RestoreExperiment"/> is set. Default <c>Default</c>.
    /// </summary>
    public string ExperimentName { get; init; } = "Default";

    /// <summary>True to restore the experiment if it is deleted. Default false.</summary>
    public bool RestoreExperiment { get; init; }

    /// <summary>Name of the run; null lets the store invent one.</summary>
    public string? RunName { get; init; }

    /// <summary>Identifier of the experiment, which must exist; null uses <see cref="ExperimentName"/>. Default null.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>
    /// Run to continue instead of starting a new one; null starts a new one. The store is asked at once; <see cref="ContinueClientKey"/> is
    /// the way without asking.
    /// </summary>
    public string? ResumeRunId { get; init; }

    /// <summary>
    /// <see cref="ActiveRun.ClientKey"/> of a run to continue, in the same experiment, whose identifier may not be known yet because its
    /// server has not answered so far. It is looked up when the server answers; if it was deleted by then, the logged values are dropped.
    /// Null for none.
    /// </summary>
    public string? ContinueClientKey { get; init; }

    /// <summary>
    /// True to add to a run that has ended, such as the metrics of a later evaluation: it is not RUNNING meanwhile, and its end stays where
    /// it is. Needs <see cref="ResumeRunId"/> or <see cref="ContinueClientKey"/>. Default false.
    /// </summary>
    public bool IsAddition { get; init; }

    /// <summary>Parent of this run, in the same experiment; null for none.</summary>
    public string? ParentRunId { get; init; }

    /// <summary>
    /// <see cref="ActiveRun.ClientKey"/> of the parent, if its identifier is not known yet; looked up when the server answers. Null for
    /// none.
    /// </summary>
    public string? ParentClientKey { get; init; }

    /// <summary>Markdown description; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Start of what the run records, if that began earlier; null for the present.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Source shown on the pages, such as a command or script; null for the program's name.</summary>
    public string? SourceName { get; init; }

    /// <summary>Further tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Tags of the experiment, such as <see cref="MlflowTags.PrimaryMetric"/>; set when the run is created.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ExperimentTags { get; init; } = [];

    /// <summary>True to end the run as KILLED on Ctrl-C and SIGTERM. The signal's own effect is left as it is. Default true.</summary>
    public bool EndOnSignals { get; init; } = true;

    /// <summary>
    /// Pause between measurements of processor, memory and disk for MLflow's system page; null for none. The first is a second at most
    /// after <see cref="SystemMetricsStart"/>. Default null.
    /// </summary>
    public TimeSpan? SystemMetricsInterval { get; init; }

    /// <summary>Time after the start of the run at which these measurements begin. Default zero.</summary>
    public TimeSpan SystemMetricsStart { get; init; }

    /// <summary>Longest time that a logged value waits for others, to be sent in one request. Default 1 second.</summary>
    public TimeSpan SendInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time that starting waits for a server, all requests together. After that a new run goes on and is created when the server
    /// answers; a run to resume by its identifier throws. An end waits no longer than this either for a server that last failed to answer.
    /// Zero suits a server that is known to be away: nothing waits for it, and nothing that it refuses stops the start. Default 15 seconds.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Longest time that <see cref="ActiveRun.FlushAsync"/> waits for a server before it returns false. Default 10 seconds.
    /// </summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that ending waits for a server; undelivered values then stay in the journal. Default 60 seconds.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause after a failed delivery; doubles up to 30 seconds. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Values that may wait before logging slows down to the pace of an answering server. While the server does not answer, nothing waits
    /// and the journal grows. Default 100,000.
    /// </summary>
    public int MaxPending { get; init; } = 100_000;

    /// <summary>
    /// Reads the settings that MLflow's own clients take from the environment: experiment, run to continue, and system metrics.
    /// </summary>
    /// <param name="read">Returns a variable's value by name, or null; null means the environment of this process.</param>
    /// <exception cref="MlflowException">A variable breaks its rule; the message names it.</exception>
    public static RunOptions FromEnvironment(Func<string, string?>? read = null)
    {
        var variables = new MlflowEnvironment(read ?? Environment.GetEnvironmentVariable);
        var defaults = new RunOptions();
        string? name = variables.Text("MLFLOW_EXPERIMENT_NAME");
        return defaults with
        {
            ExperimentName = name ?? defaults.ExperimentName,

            // The name goes before the identifier, as in MLflow itself.
            ExperimentId = name is null ? variables.Text("MLFLOW_EXPERIMENT_ID") : null,
            ResumeRunId = variables.Text("MLFLOW_RUN_ID"),
            SystemMetricsInterval = variables.IsTrue("MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING")
                ? TimeSpan.FromSeconds(variables.Number("MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL", 10, 0.1, 86400))
                : null,
        };
    }
}
