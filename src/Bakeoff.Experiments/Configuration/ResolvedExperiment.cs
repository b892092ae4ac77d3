using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration;

/// <summary>An experiment as it will run: defaults, what it extends and the command line put together, and checked as a whole.</summary>
/// <remarks>Frozen and culture-free: equal files and options give equal parameters and equal YAML on every machine.</remarks>
public sealed class ResolvedExperiment
{
    internal ResolvedExperiment(ExperimentOptions options, MappingNode tree, string repositoryRoot)
    {
        Options = options.Model is not { } model ? options : options with
        {
            Model = FineTuning.Complete(model, options.Features),
            Training = ResolveTraining(options, tree),
        };
        Tree = tree;
        RepositoryRoot = repositoryRoot;
        Label = options.Name;

        // An ensemble has the features and engines of its members: defaults of its own would name what nothing reads.
        Parameters =
        [
            .. YamlOptions.Flatten(Options, tree)
                .Where(parameter => options.Ensemble is null || !EnsembleOptions.KeysOfMembers.Contains(parameter.Key.Split('.')[0])),
        ];
    }

    /// <summary>Name of the experiment, of a variant, or of a member of a sweep.</summary>
    public string Name => Options.Name;

    /// <summary>
    /// Values that set it apart from others of the same file: <c>batch_size=64, seed=2</c>; the file's name where there are none.
    /// </summary>
    public string Label { get; private init; }

    /// <summary>The typed options.</summary>
    public ExperimentOptions Options { get; }

    /// <summary>
    /// Every parameter, defaults included, in the order of the options, and the files that features are made of. The place of the recordings is
    /// not among them.
    /// </summary>
    public IReadOnlyList<ResolvedParameter> Parameters { get; }

    /// <summary>
    /// Archive or folder with the recordings on this machine, as given by <c>--set=dataset.source=PATH</c>; null without it.
    /// </summary>
    public string? DatasetSource => Options.Dataset.Source;

    /// <summary>The settings of the training; where numbers alone are predicted, loss and stop_on have other defaults: ccc and
    /// validation_ccc.</summary>
    internal static TrainingOptions ResolveTraining(ExperimentOptions options, MappingNode tree)
    {
        var training = options.Training ?? new();
        if (options.Predicted.HasLabel)
        {
            return training;
        }

        var given = tree.Find("training")?.Value as MappingNode;
        return training with
        {
            Loss = given?.Find("loss") is null ? new CccOptions() : training.Loss,
            StopOn = given?.Find("stop_on") is null ? StopMetric.ValidationCcc : training.StopOn,
        };
    }

    /// <summary>The tree that the options were bound from.</summary>
    internal MappingNode Tree { get; }

    /// <summary>Where it was read.</summary>
    internal string RepositoryRoot { get; }

    /// <summary>The same under another name and label.</summary>
    internal ResolvedExperiment Rename(string name, string label) =>
        new(Options with { Name = name }, Tree, RepositoryRoot) { Label = label };

    /// <summary>
    /// The experiment as YAML with every default written out, the question as its opening comment. Read again, it gives equal options.
    /// </summary>
    public string ToYaml() => ExperimentYaml.Write(Options);
}
