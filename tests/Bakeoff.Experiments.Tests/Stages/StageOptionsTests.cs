using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora.Sets;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Stages;

/// <summary>
/// A stage cannot read a key that its fingerprint lacks: it keeps one options record, and every value of that record is a parameter.
/// </summary>
public sealed class StageOptionsTests : IDisposable
{
    /// <summary>Values that are outside parameters although a record holds them, each for a reason.</summary>
    private static readonly string[] Outside =
    [
        "FeatureOptions.IsClipNormalized", // the featurize stage sets it from its own key `normalization`
        "ExperimentOptions.Question", // the report stage has a key of its own for it
        "TrainingOptions.Standardize", // the train stage sets it from its own key `normalization`
        "DatasetReference.Source", // a place; its content is an external input
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bakeoff stages ");

    public static TheoryData<string, string> Stages()
    {
        var data = new TheoryData<string, string>();
        foreach (var experiment in new[] { "quickstart", "lstm-mean-mfcc", "tess-loso", "tess-to-emodb" })
        {
            foreach (var stage in ExperimentStages.All)
            {
                data.Add(experiment, stage.Name);
            }
        }

        return data;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Stages))]
    public void State_IsOneOptionsRecordAndNothingThatDecides(string experiment, string stage)
    {
        var made = Create(experiment, stage);

        FieldsOf(made.GetType())
            .Where(field => !IsOptions(made.GetType(), field) && !IsHarmless(field.FieldType))
            .Select(field => $"{made.GetType().Name}.{field.Name}: {field.FieldType.Name}")
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Parameters_HoldEveryValueOfTheOptions(string experiment, string stage)
    {
        var made = Create(experiment, stage);
        var options = made.GetType().GetProperty("Options", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(made)!;
        var parameters = made.Parameters.Keys.ToHashSet(StringComparer.Ordinal);

        RecordsOf(options).SelectMany(record => Missing(record.Value, record.Path, parameters)).ShouldBeEmpty();
    }

    [Fact]
    public void Parameters_OfOneStage_AreTheKeysOfTheYaml()
    {
        var parameters = Create("lstm-baseline", StageNames.Train).Parameters;

        parameters["model.1.lstm.units"].ShouldBe("128");
        parameters["training.batch_size"].ShouldBe("64");
        parameters["features.n_mfcc"].ShouldBe("40");
        parameters["seed"].ShouldBe("2010");
        parameters.Keys.ShouldNotContain(key => key.StartsWith("split", StringComparison.Ordinal));
    }

    private IStage Create(string experiment, string stage)
    {
        using var pool = new WorkerPool(1);
        var setup = ExperimentSetup.Open(
            new Workspace(Fixture.RepositoryRoot).Apart(_folder.FullName),
            ExperimentReader.Read(Fixture.RepositoryRoot, experiment, []),
            new FileDigestCache(Path.Combine(_folder.FullName, "digests.json"), TimeProvider.System),
            pool,
            new SilentListener());
        return ExperimentStages.All.Single(definition => definition.Name == stage).Create(setup);
    }

    // The options of one corpus stand below `dataset`, those of several below `dataset.corpora.NAME`.
    private static IEnumerable<(object Value, string Path)> RecordsOf(object options) =>
        options switch
        {
            CorpusSetAcquisition { Parts: [var one] } => [(one.Options, "dataset")],
            CorpusSetAcquisition several => several.Parts.Select(static part =>
                ((object)part.Options, $"dataset.corpora.{part.Options.Name}")),
            CorpusSetIndexing { Parts: [var one] } => [(one.Options, "dataset")],
            CorpusSetIndexing several => several.Parts.Select(static part =>
                ((object)part.Options, $"dataset.corpora.{part.Options.Name}")),
            _ => [(options, string.Empty)],
        };

    private static IEnumerable<FieldInfo> FieldsOf(Type? type) =>
        type is null || type == typeof(object)
            ? []
            : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Concat(FieldsOf(type.BaseType));

    private static bool IsOptions(Type stage, FieldInfo field)
    {
        for (var type = stage; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Stage<>))
            {
                return field.FieldType == type.GetGenericArguments()[0];
            }
        }

        return false;
    }

    // Threads, places, listeners and engines; the fingerprint holds what of them decides a result: external inputs and the engine's
    // identity.
    private static bool IsHarmless(Type type) =>
        type == typeof(int)
        || type == typeof(string)
        || type == typeof(WorkerPool)
        || type == typeof(StageDefinition)
        || type == typeof(EnsembleLookup)
        || type.GetCustomAttribute<OutsideFingerprintAttribute>() is not null
        || typeof(ITrainingListener).IsAssignableFrom(type)
        || type.Name is "ITrainingEngine" or "RecordingsSource" or "ImpulseResponseFiles" or "SpeechModel"
        || typeof(IReadOnlyList<ExternalInput>).IsAssignableFrom(type)
        || typeof(IReadOnlyDictionary<string, string>).IsAssignableFrom(type)
        || (typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType && IsHarmless(type.GetGenericArguments()[0]));

    private static IEnumerable<string> Missing(object value, string path, IReadOnlySet<string> parameters)
    {
        foreach (
            var property in value
                .GetType()
                .GetProperties()
                .Where(static p => p.SetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0))
        {
            var name = $"{property.DeclaringType!.Name}.{property.Name}";
            if (property.GetCustomAttribute<NotAParameterAttribute>() is not null || Outside.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            // Keys that came later: their defaults are no parameters, so that older results stay valid. Keys with names of the user
            // stand in the record itself.
            var mayBeMissing = property.IsDefined(typeof(ParameterIfGivenAttribute)) || property.IsDefined(typeof(OtherKeysAttribute));
            if (mayBeMissing && IsDefault(property, value))
            {
                continue;
            }

            if (property.GetCustomAttribute<JsonIgnoreAttribute>() is not null)
            {
                yield return $"{name} has no key";
                continue;
            }

            var key = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;
            var full =
                path.Length == 0 ? key
                : key.Length == 0 ? path
                : $"{path}.{key}";
            if (
                full.Length > 0
                && !parameters.Any(parameter => parameter == full || parameter.StartsWith(full + ".", StringComparison.Ordinal)))
            {
                yield return full;
            }
            else if (property.GetValue(value) is { } inner && IsRecord(inner.GetType()))
            {
                foreach (var missing in Missing(inner, full, parameters))
                {
                    yield return missing;
                }
            }
        }
    }

    private static bool IsDefault(PropertyInfo property, object record) => property.GetValue(record) switch
    {
        null => true,
        ICollection collection => collection.Count == 0,
        ValueType value => value.Equals(property.GetValue(Activator.CreateInstance(record.GetType()))),
        _ => false,
    };

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null && OptionKinds.Of(type.BaseType!).Count == 0;

    private sealed class SilentListener : ITrainingListener
    {
        public Task FoldStartedAsync(string fold, int foldCount, TimeSpan since) => Task.CompletedTask;

        public void EpochEnded(Neural.Training.EpochResult epoch) { }

        public void CandidateChosen(Classifiers.Selection.CandidateChoice choice) { }
    }
}
