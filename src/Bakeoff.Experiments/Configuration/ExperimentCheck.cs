using System.Text.Json;
using Bakeoff.Audio.Features;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration;

/// <summary>
/// Finds what would stop a later stage and can be known before the first: a corpus that nobody describes, layers that do not fit the
/// features.
/// </summary>
internal sealed class ExperimentCheck
{
    /// <summary>Classes assumed while layers are checked; no hidden layer depends on their number.</summary>
    private const int AnyClassCount = 2;

    private readonly string _datasets;

    /// <summary>Checks against a repository.</summary>
    public ExperimentCheck(string repositoryRoot) => _datasets = Path.Combine(repositoryRoot, "experiments", "datasets");

    /// <summary>Adds every problem found.</summary>
    /// <param name="options">Options that are sound in themselves.</param>
    /// <param name="tree">What they were bound from, for the places.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public void Check(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        CheckDataset(options.Dataset.Name, tree, problems);
        if (options.Model is { } model)
        {
            CheckLayers(model, options.Features, tree, problems);
            CheckStopMetric(options, tree, problems);
        }
    }

    private static void CheckStopMetric(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        var metric = (options.Training ?? new TrainingOptions()).StopOn;
        var looksAtValidation = metric is StopMetric.ValidationUar or StopMetric.ValidationAccuracy or StopMetric.ValidationLoss;
        if (looksAtValidation && options.Split is { Validation: 0, Stated: null or { Validation.IsEmpty: true } })
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(metric.ToString());
            problems.Add(
                tree.Deepest("split.validation").Origin,
                "split.validation",
                "0",
                "clips for training.stop_on to look at",
                $"split.validation is 0, but training.stop_on is {name}, expected clips to validate on. Raise split.validation, or set "
                    + $"training.stop_on: train_loss.");
        }
    }

    private void CheckDataset(string name, MappingNode tree, ProblemList problems)
    {
        string[] names = Directory.Exists(_datasets)
            ?
            [
                .. Directory
                    .EnumerateFiles(_datasets, "*.yaml")
                    .Select(file => Path.GetFileNameWithoutExtension(file))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            var near = NearestName.Find(name, names) is { } meant ? $"Did you mean '{meant}'? " : "";
            var list = names.Length == 0 ? "There are none yet." : $"There are: {string.Join(", ", names)}.";
            problems.Add(
                tree.Deepest("dataset.name").Origin,
                "dataset.name",
                name,
                "a corpus that is described",
                $"dataset.name is '{name}', expected a corpus described in experiments/datasets/NAME.yaml. {near}{list}");
        }
    }

    private static void CheckLayers(IReadOnlyList<LayerOptions> model, FeatureOptions features, MappingNode tree, ProblemList problems)
    {
        try
        {
            Network.CheckShapes(model, new FeatureExtractor(features).FeatureCount, AnyClassCount);
        }
        catch (LayerShapeException exception)
        {
            var path = PathOf(exception.Layer, model);
            problems.Add(tree.Deepest(path).Origin, path, null, "layers that fit", $"{path} does not fit: {exception.Message}");
        }
    }

    /// <summary>
    /// The key of a layer that a network calls <c>dense_2</c>: the second dense layer in the list. The output layer has no key of its own.
    /// </summary>
    private static string PathOf(string layer, IReadOnlyList<LayerOptions> model)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < model.Count; i++)
        {
            var kind = model[i].Kind;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            if (layer == FormattableString.Invariant($"{kind}_{counts[kind]}"))
            {
                return KeyPath.Join(KeyPath.Join("model", i), kind);
            }
        }

        return "model";
    }
}
