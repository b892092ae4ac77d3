using System.Text.Json.Serialization.Metadata;

namespace Bakeoff.Mlflow.Rest;

/// <summary>A call of the REST API that takes a JSON body.</summary>
internal sealed record Endpoint<TBody, TAnswer>(
    HttpMethod Method, string Path, JsonTypeInfo<TBody> BodyType, JsonTypeInfo<TAnswer> AnswerType);

/// <summary>A call of the REST API that reads by its query string.</summary>
internal sealed record Query<TAnswer>(string Path, JsonTypeInfo<TAnswer> AnswerType);

/// <summary>Every call that this client makes, with paths below <c>/api/2.0/mlflow/</c>.</summary>
internal static class Endpoints
{
    internal static readonly Query<ExperimentAnswer> FindExperiment = new("experiments/get-by-name", RestJson.Default.ExperimentAnswer);
    internal static readonly Query<ExperimentAnswer> GetExperiment = new("experiments/get", RestJson.Default.ExperimentAnswer);
    internal static readonly Endpoint<CreateExperiment, CreateExperimentAnswer> CreateExperiment =
        new(HttpMethod.Post, "experiments/create", RestJson.Default.CreateExperiment, RestJson.Default.CreateExperimentAnswer);
    internal static readonly Endpoint<SearchExperiments, SearchExperimentsAnswer> SearchExperiments =
        new(HttpMethod.Post, "experiments/search", RestJson.Default.SearchExperiments, RestJson.Default.SearchExperimentsAnswer);
    internal static readonly Endpoint<SetExperimentTag, Nothing> SetExperimentTag =
        Post("experiments/set-experiment-tag", RestJson.Default.SetExperimentTag);
    internal static readonly Endpoint<DeleteExperimentTag, Nothing> DeleteExperimentTag =
        Post("experiments/delete-experiment-tag", RestJson.Default.DeleteExperimentTag);
    internal static readonly Endpoint<UpdateExperiment, Nothing> UpdateExperiment =
        Post("experiments/update", RestJson.Default.UpdateExperiment);
    internal static readonly Endpoint<ExperimentReference, Nothing> DeleteExperiment =
        Post("experiments/delete", RestJson.Default.ExperimentReference);
    internal static readonly Endpoint<ExperimentReference, Nothing> RestoreExperiment =
        Post("experiments/restore", RestJson.Default.ExperimentReference);

    internal static readonly Query<RunAnswer> GetRun = new("runs/get", RestJson.Default.RunAnswer);
    internal static readonly Endpoint<CreateRun, RunAnswer> CreateRun =
        new(HttpMethod.Post, "runs/create", RestJson.Default.CreateRun, RestJson.Default.RunAnswer);
    internal static readonly Endpoint<SearchRuns, SearchRunsAnswer> SearchRuns =
        new(HttpMethod.Post, "runs/search", RestJson.Default.SearchRuns, RestJson.Default.SearchRunsAnswer);
    internal static readonly Endpoint<UpdateRun, Nothing> UpdateRun = Post("runs/update", RestJson.Default.UpdateRun);
    internal static readonly Endpoint<RunReference, Nothing> DeleteRun = Post("runs/delete", RestJson.Default.RunReference);
    internal static readonly Endpoint<RunReference, Nothing> RestoreRun = Post("runs/restore", RestJson.Default.RunReference);
    internal static readonly Endpoint<DeleteTag, Nothing> DeleteTag = Post("runs/delete-tag", RestJson.Default.DeleteTag);
    internal static readonly Endpoint<LogBatch, Nothing> LogBatch = Post("runs/log-batch", RestJson.Default.LogBatch);
    internal static readonly Endpoint<LogInputs, Nothing> LogInputs = Post("runs/log-inputs", RestJson.Default.LogInputs);
    internal static readonly Endpoint<LogOutputs, Nothing> LogOutputs = Post("runs/outputs", RestJson.Default.LogOutputs);
    internal static readonly Query<MetricHistoryAnswer> MetricHistory = new("metrics/get-history", RestJson.Default.MetricHistoryAnswer);
    internal static readonly Query<ListArtifactsAnswer> ListArtifacts = new("artifacts/list", RestJson.Default.ListArtifactsAnswer);
    internal static readonly Endpoint<PresignUpload, PresignedUpload> PresignUpload =
        new(HttpMethod.Post, "artifacts/presigned-upload-url", RestJson.Default.PresignUpload, RestJson.Default.PresignedUpload);

    internal static readonly Query<RegisteredModelAnswer> GetModel = new("registered-models/get", RestJson.Default.RegisteredModelAnswer);
    internal static readonly Query<SearchRegisteredModelsAnswer> SearchModels =
        new("registered-models/search", RestJson.Default.SearchRegisteredModelsAnswer);
    internal static readonly Endpoint<CreateRegisteredModel, RegisteredModelAnswer> CreateModel =
        new(HttpMethod.Post, "registered-models/create", RestJson.Default.CreateRegisteredModel, RestJson.Default.RegisteredModelAnswer);
    internal static readonly Endpoint<RenameRegisteredModel, Nothing> RenameModel =
        Post("registered-models/rename", RestJson.Default.RenameRegisteredModel);
    internal static readonly Endpoint<UpdateRegisteredModel, Nothing> UpdateModel =
        new(HttpMethod.Patch, "registered-models/update", RestJson.Default.UpdateRegisteredModel, RestJson.Default.Nothing);
    internal static readonly Endpoint<ModelReference, Nothing> DeleteModel =
        new(HttpMethod.Delete, "registered-models/delete", RestJson.Default.ModelReference, RestJson.Default.Nothing);
    internal static readonly Endpoint<SetModelTag, Nothing> SetModelTag = Post("registered-models/set-tag", RestJson.Default.SetModelTag);
    internal static readonly Endpoint<DeleteModelTag, Nothing> DeleteModelTag =
        new(HttpMethod.Delete, "registered-models/delete-tag", RestJson.Default.DeleteModelTag, RestJson.Default.Nothing);
    internal static readonly Endpoint<GetLatestVersions, SearchModelVersionsAnswer> LatestVersions =
        new(
            HttpMethod.Post,
            "registered-models/get-latest-versions",
            RestJson.Default.GetLatestVersions,
            RestJson.Default.SearchModelVersionsAnswer);
    internal static readonly Endpoint<SetAlias, Nothing> SetAlias = Post("registered-models/alias", RestJson.Default.SetAlias);
    internal static readonly Endpoint<DeleteAlias, Nothing> DeleteAlias =
        new(HttpMethod.Delete, "registered-models/alias", RestJson.Default.DeleteAlias, RestJson.Default.Nothing);

    internal static readonly Query<ModelVersionAnswer> GetVersion = new("model-versions/get", RestJson.Default.ModelVersionAnswer);
    internal static readonly Query<SearchModelVersionsAnswer> SearchVersions =
        new("model-versions/search", RestJson.Default.SearchModelVersionsAnswer);
    internal static readonly Query<DownloadUriAnswer> DownloadUri =
        new("model-versions/get-download-uri", RestJson.Default.DownloadUriAnswer);
    internal static readonly Endpoint<CreateModelVersion, ModelVersionAnswer> CreateVersion =
        new(HttpMethod.Post, "model-versions/create", RestJson.Default.CreateModelVersion, RestJson.Default.ModelVersionAnswer);
    internal static readonly Endpoint<UpdateModelVersion, Nothing> UpdateVersion =
        new(HttpMethod.Patch, "model-versions/update", RestJson.Default.UpdateModelVersion, RestJson.Default.Nothing);
    internal static readonly Endpoint<VersionReference, Nothing> DeleteVersion =
        new(HttpMethod.Delete, "model-versions/delete", RestJson.Default.VersionReference, RestJson.Default.Nothing);
    internal static readonly Endpoint<SetModelVersionTag, Nothing> SetVersionTag =
        Post("model-versions/set-tag", RestJson.Default.SetModelVersionTag);
    internal static readonly Endpoint<DeleteModelVersionTag, Nothing> DeleteVersionTag =
        new(HttpMethod.Delete, "model-versions/delete-tag", RestJson.Default.DeleteModelVersionTag, RestJson.Default.Nothing);
    internal static readonly Endpoint<TransitionStage, ModelVersionAnswer> TransitionStage =
        new(HttpMethod.Post, "model-versions/transition-stage", RestJson.Default.TransitionStage, RestJson.Default.ModelVersionAnswer);

    internal static readonly Endpoint<CreateLoggedModel, LoggedModelAnswer> CreateLoggedModel =
        new(HttpMethod.Post, "logged-models", RestJson.Default.CreateLoggedModel, RestJson.Default.LoggedModelAnswer);
    internal static readonly Endpoint<SearchLoggedModels, SearchLoggedModelsAnswer> SearchLoggedModels =
        new(HttpMethod.Post, "logged-models/search", RestJson.Default.SearchLoggedModels, RestJson.Default.SearchLoggedModelsAnswer);

    internal static readonly Endpoint<CreateUpload, CreateUploadAnswer> CreateUpload =
        new(HttpMethod.Post, "mpu/create", RestJson.Default.CreateUpload, RestJson.Default.CreateUploadAnswer);
    internal static readonly Endpoint<CompleteUpload, Nothing> CompleteUpload = Post("mpu/complete", RestJson.Default.CompleteUpload);
    internal static readonly Endpoint<AbortUpload, Nothing> AbortUpload = Post("mpu/abort", RestJson.Default.AbortUpload);

    internal static Query<LoggedModelAnswer> GetLoggedModel(string modelId) =>
        new(LoggedModelPath(modelId), RestJson.Default.LoggedModelAnswer);

    internal static Query<ListArtifactsAnswer> ListLoggedModelFiles(string modelId) =>
        new(LoggedModelPath(modelId) + "/artifacts/directories", RestJson.Default.ListArtifactsAnswer);

    internal static Endpoint<FinishLoggedModel, Nothing> FinishLoggedModel(string modelId) =>
        new(HttpMethod.Patch, LoggedModelPath(modelId), RestJson.Default.FinishLoggedModel, RestJson.Default.Nothing);

    internal static Endpoint<LoggedModelReference, Nothing> DeleteLoggedModel(string modelId) =>
        new(HttpMethod.Delete, LoggedModelPath(modelId), RestJson.Default.LoggedModelReference, RestJson.Default.Nothing);

    internal static Endpoint<SetLoggedModelTags, Nothing> SetLoggedModelTags(string modelId) =>
        new(HttpMethod.Patch, LoggedModelPath(modelId) + "/tags", RestJson.Default.SetLoggedModelTags, RestJson.Default.Nothing);

    internal static Endpoint<LoggedModelTagReference, Nothing> DeleteLoggedModelTag(string modelId, string key) =>
        new(
            HttpMethod.Delete,
            $"{LoggedModelPath(modelId)}/tags/{Uri.EscapeDataString(key)}",
            RestJson.Default.LoggedModelTagReference,
            RestJson.Default.Nothing);

    private static Endpoint<TBody, Nothing> Post<TBody>(string path, JsonTypeInfo<TBody> bodyType) =>
        new(HttpMethod.Post, path, bodyType, RestJson.Default.Nothing);

    private static string LoggedModelPath(string modelId) => "logged-models/" + Uri.EscapeDataString(modelId);
}
