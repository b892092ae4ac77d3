namespace Bakeoff.Mlflow;

/// <summary>
/// Tag keys with a meaning for MLflow's pages or this client. Keys that begin with <c>mlflow.</c> are hidden from the pages' tag list.
/// </summary>
public static class MlflowTags
{
    /// <summary>Name of the run; kept equal to <see cref="Entities.RunInfo.Name"/>.</summary>
    public const string RunName = "mlflow.runName";

    /// <summary>User column.</summary>
    public const string User = "mlflow.user";

    /// <summary>Source column: a file, project or link.</summary>
    public const string SourceName = "mlflow.source.name";

    /// <summary>Kind of source: LOCAL, JOB, NOTEBOOK or PROJECT.</summary>
    public const string SourceType = "mlflow.source.type";

    /// <summary>Commit, shown in the version column.</summary>
    public const string GitCommit = "mlflow.source.git.commit";

    /// <summary>Branch; shown by MLflow 3.</summary>
    public const string GitBranch = "mlflow.source.git.branch";

    /// <summary>Address of the repository.</summary>
    public const string GitRepository = "mlflow.source.git.repoURL";

    /// <summary><c>true</c> if the working tree had changes, else <c>false</c>.</summary>
    public const string GitDirty = "mlflow.source.git.dirty";

    /// <summary>Markdown description of a run or experiment.</summary>
    public const string Note = "mlflow.note.content";

    /// <summary>Parent of this run; keep both in one experiment.</summary>
    public const string ParentRunId = "mlflow.parentRunId";

    /// <summary>JSON array of the models in the run's artifacts.</summary>
    public const string LoggedModels = "mlflow.log-model.history";

    /// <summary>JSON array of the tables in the run's artifacts.</summary>
    public const string LoggedArtifacts = "mlflow.loggedArtifacts";

    /// <summary><c>True</c> on a run with picture series; MLflow 3 then shows its picture grid.</summary>
    public const string LoggedImages = "mlflow.loggedImages";

    /// <summary>On a data set input: the purpose, such as <c>training</c>.</summary>
    public const string DatasetContext = "mlflow.data.context";

    /// <summary>On an experiment: the metric whose chart is drawn first.</summary>
    public const string PrimaryMetric = "mlflow.experiment.primaryMetric.name";

    /// <summary>Key that this client gives a run, to find it again when an answer was lost.</summary>
    public const string ClientKey = "mlflow.dotnet.key";

    /// <summary>Name of the computer that the run's process is on.</summary>
    public const string ClientHost = "mlflow.dotnet.host";

    /// <summary>Process id of the run's process.</summary>
    public const string ClientProcess = "mlflow.dotnet.pid";

    /// <summary>Start of the run's process, ISO 8601 UTC: distinguishes it from a later process with the same id.</summary>
    public const string ClientProcessStart = "mlflow.dotnet.process_start";

    /// <summary>On a run copied from another store: identifier of the original.</summary>
    public const string CopiedFrom = "mlflow.dotnet.copied_from";

    /// <summary>Full type name of the exception that ended the run.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Message of the exception that ended the run.</summary>
    public const string ErrorMessage = "error.message";
}
