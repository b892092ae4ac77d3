using System.Text.Json.Serialization;

namespace Bakeoff.Mlflow.Rest;

/// <summary>
/// Serialisers of the REST messages, generated at build time. Numbers that are not finite become the texts "NaN", "Infinity" and "-Infinity",
/// because servers store a bare NaN token as zero and answer 200.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ExperimentAnswer))]
[JsonSerializable(typeof(CreateExperiment))]
[JsonSerializable(typeof(CreateExperimentAnswer))]
[JsonSerializable(typeof(ExperimentReference))]
[JsonSerializable(typeof(UpdateExperiment))]
[JsonSerializable(typeof(SetExperimentTag))]
[JsonSerializable(typeof(SearchExperiments))]
[JsonSerializable(typeof(SearchExperimentsAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(CreateRun))]
[JsonSerializable(typeof(RunReference))]
[JsonSerializable(typeof(UpdateRun))]
[JsonSerializable(typeof(SearchRuns))]
[JsonSerializable(typeof(SearchRunsAnswer))]
[JsonSerializable(typeof(LogBatch))]
[JsonSerializable(typeof(DeleteTag))]
[JsonSerializable(typeof(LogInputs))]
[JsonSerializable(typeof(MetricHistoryAnswer))]
[JsonSerializable(typeof(ListArtifactsAnswer))]
[JsonSerializable(typeof(CreateUpload))]
[JsonSerializable(typeof(CreateUploadAnswer))]
[JsonSerializable(typeof(CompleteUpload))]
[JsonSerializable(typeof(AbortUpload))]
[JsonSerializable(typeof(RegisteredModelAnswer))]
[JsonSerializable(typeof(CreateRegisteredModel))]
[JsonSerializable(typeof(SearchRegisteredModelsAnswer))]
[JsonSerializable(typeof(ModelVersionAnswer))]
[JsonSerializable(typeof(CreateModelVersion))]
[JsonSerializable(typeof(SearchModelVersionsAnswer))]
[JsonSerializable(typeof(SetModelVersionTag))]
[JsonSerializable(typeof(SetAlias))]
[JsonSerializable(typeof(DeleteAlias))]
[JsonSerializable(typeof(LoggedModelAnswer))]
[JsonSerializable(typeof(CreateLoggedModel))]
[JsonSerializable(typeof(SearchLoggedModels))]
[JsonSerializable(typeof(SearchLoggedModelsAnswer))]
[JsonSerializable(typeof(FinishLoggedModel))]
[JsonSerializable(typeof(LogOutputs))]
internal sealed partial class RestJson : JsonSerializerContext;
