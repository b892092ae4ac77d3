using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

// The messages of MLflow's REST API, property for property; names become snake_case. Nothing else is ever sent.
internal sealed record KeyValue(string Key, string? Value);

internal sealed record ErrorBody(string? ErrorCode, string? Message);

internal sealed record Nothing;

internal sealed record ExperimentBody(
    string ExperimentId,
    string Name,
    string? ArtifactLocation,
    string? LifecycleStage,
    long? CreationTime,
    long? LastUpdateTime,
    IReadOnlyList<KeyValue>? Tags)
{
    internal Experiment ToEntity() => new()
    {
        ExperimentId = ExperimentId,
        Name = Name,
        ArtifactLocation = ArtifactLocation ?? "",
        LifecycleStage = Read.Stage(LifecycleStage),
        CreationTime = Read.Time(CreationTime),
        LastUpdateTime = Read.Time(LastUpdateTime),
        Tags = Read.Map(Tags),
    };
}

internal sealed record ExperimentAnswer(ExperimentBody Experiment);

internal sealed record CreateExperiment(string Name, string? ArtifactLocation, IReadOnlyList<KeyValue>? Tags);

internal sealed record CreateExperimentAnswer(string ExperimentId);

internal sealed record ExperimentReference(string ExperimentId);

internal sealed record UpdateExperiment(string ExperimentId, string NewName);

internal sealed record SetExperimentTag(string ExperimentId, string Key, string Value);

internal sealed record DeleteExperimentTag(string ExperimentId, string Key);

internal sealed record SearchExperiments(int MaxResults, string? Filter, string ViewType, string? PageToken);

internal sealed record SearchExperimentsAnswer(IReadOnlyList<ExperimentBody>? Experiments, string? NextPageToken);

internal sealed record MetricBody(string Key, double Value, long Timestamp, long Step, string? ModelId = null)
{
    internal Metric ToEntity() => new(Key, Value, Timestamp, Step);
}

internal sealed record RunInfoBody(
    string RunId,
    string ExperimentId,
    string? RunName,
    string? UserId,
    string? Status,
    long? StartTime,
    long? EndTime,
    string? ArtifactUri,
    string? LifecycleStage);

internal sealed record RunDataBody(IReadOnlyList<MetricBody>? Metrics, IReadOnlyList<KeyValue>? Params, IReadOnlyList<KeyValue>? Tags);

internal sealed record DatasetBody(string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);

internal sealed record DatasetInputBody(IReadOnlyList<KeyValue>? Tags, DatasetBody Dataset);

internal sealed record RunInputsBody(IReadOnlyList<DatasetInputBody>? DatasetInputs);

internal sealed record RunOutputsBody(IReadOnlyList<ModelOutputBody>? ModelOutputs);

internal sealed record RunBody(RunInfoBody Info, RunDataBody? Data, RunInputsBody? Inputs, RunOutputsBody? Outputs)
{
    internal Run ToEntity() => new()
    {
        Info = new RunInfo
        {
            RunId = Info.RunId,
            ExperimentId = Info.ExperimentId,
            Name = Info.RunName ?? "",
            UserId = Info.UserId ?? "",
            Status = Enum.TryParse(Info.Status, ignoreCase: true, out RunStatus status) ? status : RunStatus.Running,
            StartTime = Read.Time(Info.StartTime) ?? DateTimeOffset.UnixEpoch,
            EndTime = Read.Time(Info.EndTime),
            ArtifactUri = Info.ArtifactUri ?? "",
            LifecycleStage = Read.Stage(Info.LifecycleStage),
        },
        Metrics = new SortedDictionary<string, Metric>(
            (Data?.Metrics ?? []).ToDictionary(m => m.Key, m => m.ToEntity(), StringComparer.Ordinal), StringComparer.Ordinal),
        Parameters = Read.Map(Data?.Params),
        Tags = Read.Map(Data?.Tags),
        Inputs = [.. (Inputs?.DatasetInputs ?? []).Select(input => new DatasetInput
        {
            Tags = Read.Map(input.Tags),
            Dataset = new Dataset
            {
                Name = input.Dataset.Name,
                Digest = input.Dataset.Digest,
                SourceType = input.Dataset.SourceType,
                Source = input.Dataset.Source,
                Schema = input.Dataset.Schema,
                Profile = input.Dataset.Profile,
            },
        })],
        Outputs = [.. (Outputs?.ModelOutputs ?? []).Select(output => new ModelOutput(output.ModelId, output.Step ?? 0))],
    };
}

internal sealed record RunAnswer(RunBody Run);

internal sealed record CreateRun(string ExperimentId, long StartTime, string UserId, string? RunName, IReadOnlyList<KeyValue> Tags);

internal sealed record RunReference(string RunId);

internal sealed record UpdateRun(string RunId, string? Status, long? EndTime, string? RunName);

internal sealed record SearchRuns(
    IReadOnlyList<string> ExperimentIds,
    string? Filter,
    string RunViewType,
    int MaxResults,
    IReadOnlyList<string>? OrderBy,
    string? PageToken);

internal sealed record SearchRunsAnswer(IReadOnlyList<RunBody>? Runs, string? NextPageToken);

internal sealed record LogBatch(
    string RunId, IReadOnlyList<MetricBody> Metrics, IReadOnlyList<KeyValue> Params, IReadOnlyList<KeyValue> Tags);

internal sealed record DeleteTag(string RunId, string Key);

internal sealed record LogInputs(string RunId, IReadOnlyList<DatasetInputBody> Datasets);

internal sealed record MetricHistoryAnswer(IReadOnlyList<MetricBody>? Metrics, string? NextPageToken);

internal sealed record FileBody(string Path, bool IsDir, long? FileSize);

internal sealed record ListArtifactsAnswer(IReadOnlyList<FileBody>? Files, string? NextPageToken);

internal sealed record CreateUpload(string Path, int NumParts);

internal sealed record UploadPart(string Url, int PartNumber, IReadOnlyDictionary<string, string>? Headers);

internal sealed record CreateUploadAnswer(string? UploadId, IReadOnlyList<UploadPart>? Credentials);

internal sealed record UploadedPart(int PartNumber, string Etag, string? Url);

internal sealed record CompleteUpload(string Path, string? UploadId, IReadOnlyList<UploadedPart> Parts);

internal sealed record AbortUpload(string Path, string? UploadId);

internal sealed record PresignUpload(string? RunId, string? ModelId, string Path);

internal sealed record PresignedUpload(string? PresignedUrl, IReadOnlyDictionary<string, string>? Headers);

internal sealed record AliasBody(string Alias, string Version);

internal sealed record RegisteredModelBody(
    string Name,
    string? Description,
    long? CreationTimestamp,
    long? LastUpdatedTimestamp,
    IReadOnlyList<ModelVersionBody>? LatestVersions,
    IReadOnlyList<KeyValue>? Tags,
    IReadOnlyList<AliasBody>? Aliases)
{
    internal RegisteredModel ToEntity() => new()
    {
        Name = Name,
        Description = Description ?? "",
        CreationTime = Read.Time(CreationTimestamp),
        LastUpdateTime = Read.Time(LastUpdatedTimestamp),
        LatestVersions = [.. (LatestVersions ?? []).Select(version => version.ToEntity()).OrderBy(version => version.Stage)],
        Tags = Read.Map(Tags),
        Aliases = new SortedDictionary<string, int>(
            (Aliases ?? []).ToDictionary(a => a.Alias, a => Read.Number(a.Version), StringComparer.Ordinal), StringComparer.Ordinal),
    };
}

internal sealed record RegisteredModelAnswer(RegisteredModelBody RegisteredModel);

internal sealed record ModelReference(string Name);

internal sealed record CreateRegisteredModel(string Name, string? Description, IReadOnlyList<KeyValue>? Tags);

internal sealed record RenameRegisteredModel(string Name, string NewName);

internal sealed record UpdateRegisteredModel(string Name, string Description);

internal sealed record SetModelTag(string Name, string Key, string Value);

internal sealed record DeleteModelTag(string Name, string Key);

internal sealed record SearchRegisteredModelsAnswer(IReadOnlyList<RegisteredModelBody>? RegisteredModels, string? NextPageToken);

internal sealed record GetLatestVersions(string Name, IReadOnlyList<string> Stages);

internal sealed record ModelVersionBody(
    string Name,
    string Version,
    string? Source,
    string? RunId,
    string? RunLink,
    string? ModelId,
    string? Description,
    string? UserId,
    long? CreationTimestamp,
    long? LastUpdatedTimestamp,
    string? CurrentStage,
    string? Status,
    string? StatusMessage,
    IReadOnlyList<KeyValue>? Tags,
    IReadOnlyList<string>? Aliases)
{
    private const string Scheme = "models:/";

    // Servers on a database keep the logged model in the source only.
    private string? LoggedModelId =>
        ModelId ?? (Source?.StartsWith(Scheme + "m-", StringComparison.Ordinal) == true ? Source[Scheme.Length..] : null);

    internal ModelVersion ToEntity() => new()
    {
        Name = Name,
        Version = Read.Number(Version),
        Source = Source ?? "",
        RunId = Read.TextOrNull(RunId),
        RunLink = Read.TextOrNull(RunLink),
        ModelId = Read.TextOrNull(LoggedModelId),
        Description = Description ?? "",
        UserId = Read.TextOrNull(UserId),
        CreationTime = Read.Time(CreationTimestamp),
        LastUpdateTime = Read.Time(LastUpdatedTimestamp),
        Stage = Enum.TryParse(CurrentStage, ignoreCase: true, out ModelStage stage) ? stage : ModelStage.None,
        Status = Status switch
        {
            "PENDING_REGISTRATION" => ModelVersionStatus.Pending,
            "FAILED_REGISTRATION" => ModelVersionStatus.Failed,
            _ => ModelVersionStatus.Ready,
        },
        StatusMessage = StatusMessage ?? "",
        Tags = Read.Map(Tags),
        Aliases = [.. (Aliases ?? []).Order(StringComparer.Ordinal)],
    };
}

internal sealed record ModelVersionAnswer(ModelVersionBody ModelVersion);

internal sealed record VersionReference(string Name, string Version);

internal sealed record CreateModelVersion(
    string Name,
    string Source,
    string? RunId,
    string? RunLink,
    string? ModelId,
    string? Description,
    IReadOnlyList<KeyValue> Tags);

internal sealed record UpdateModelVersion(string Name, string Version, string Description);

internal sealed record TransitionStage(string Name, string Version, string Stage, bool ArchiveExistingVersions);

internal sealed record DownloadUriAnswer(string? ArtifactUri);

internal sealed record SearchModelVersionsAnswer(IReadOnlyList<ModelVersionBody>? ModelVersions, string? NextPageToken);

internal sealed record SetModelVersionTag(string Name, string Version, string Key, string Value);

internal sealed record DeleteModelVersionTag(string Name, string Version, string Key);

internal sealed record SetAlias(string Name, string Alias, string Version);

internal sealed record DeleteAlias(string Name, string Alias);

internal sealed record LoggedModelInfo(
    string ModelId,
    string ExperimentId,
    string? Name,
    string? ModelType,
    string? SourceRunId,
    string? ArtifactUri,
    string? Status,
    string? StatusMessage,
    long? CreationTimestampMs,
    long? LastUpdatedTimestampMs,
    IReadOnlyList<KeyValue>? Tags);

internal sealed record LoggedModelData(IReadOnlyList<KeyValue>? Params, IReadOnlyList<MetricBody>? Metrics);

internal sealed record LoggedModelBody(LoggedModelInfo Info, LoggedModelData? Data)
{
    internal LoggedModel ToEntity() => new()
    {
        ModelId = Info.ModelId,
        ExperimentId = Info.ExperimentId,
        Name = Info.Name ?? "",
        ModelType = Info.ModelType ?? "",
        SourceRunId = Read.TextOrNull(Info.SourceRunId),
        ArtifactUri = Info.ArtifactUri ?? "",
        Status = Info.Status switch
        {
            "LOGGED_MODEL_READY" => LoggedModelStatus.Ready,
            "LOGGED_MODEL_UPLOAD_FAILED" => LoggedModelStatus.UploadFailed,
            _ => LoggedModelStatus.Pending,
        },
        StatusMessage = Info.StatusMessage ?? "",
        CreationTime = Read.Time(Info.CreationTimestampMs),
        LastUpdateTime = Read.Time(Info.LastUpdatedTimestampMs),
        Parameters = Read.Map(Data?.Params),
        Metrics = [.. (Data?.Metrics ?? []).Select(metric => metric.ToEntity())],
        Tags = Read.Map(Info.Tags),
    };
}

internal sealed record LoggedModelAnswer(LoggedModelBody Model);

internal sealed record CreateLoggedModel(
    string ExperimentId,
    string Name,
    string? ModelType,
    string? SourceRunId,
    IReadOnlyList<KeyValue> Params,
    IReadOnlyList<KeyValue> Tags);

internal sealed record LoggedModelOrder(string FieldName, bool Ascending);

internal sealed record SearchLoggedModels(
    IReadOnlyList<string> ExperimentIds,
    string? Filter,
    int MaxResults,
    IReadOnlyList<LoggedModelOrder>? OrderBy,
    string? PageToken);

internal sealed record SearchLoggedModelsAnswer(IReadOnlyList<LoggedModelBody>? Models, string? NextPageToken);

internal sealed record FinishLoggedModel(string ModelId, string Status);

internal sealed record SetLoggedModelTags(string ModelId, IReadOnlyList<KeyValue> Tags);

internal sealed record LoggedModelReference(string ModelId);

internal sealed record LoggedModelTagReference(string ModelId, string TagKey);

internal sealed record ModelOutputBody(string ModelId, long? Step);

internal sealed record LogOutputs(string RunId, IReadOnlyList<ModelOutputBody> Models);
