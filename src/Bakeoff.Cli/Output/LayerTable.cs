using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Encoders.Features;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Neural;

namespace Bakeoff.Cli.Output;

/// <summary>The layers of an experiment's network with shapes and weights.</summary>
internal static class LayerTable
{
    /// <summary>Writes a line a layer and the sum of the weights.</summary>
    /// <param name="experiment">An experiment with a network.</param>
    /// <param name="corpora">Folders of the corpora, whose descriptions tell the number of labels.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Write(ResolvedExperiment experiment, CorpusFolders corpora, TextWriter output)
    {
        if (experiment.Options.Features.Kind is EncoderKind { IsAwaited: true } awaited)
        {
            output.WriteLine($"network: its layers can be shown after '{CommandName.Typed} encoders fetch {awaited.Model}'");
            return;
        }

        var dataset = DatasetCatalogue.Read(corpora, experiment.Options.Dataset.Name);
        var labels = dataset.Labels.Values.Distinct(StringComparer.Ordinal).Count();
        var features = new FeatureExtractor(experiment.Options.Features).FeatureCount;
        var layers = Network.Describe(experiment.Options.Model!, features, Math.Max(labels, 2));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"network over [clips, frames, {features}]"));

        // A folder of one's own shows its labels when it is indexed.
        var known = labels >= 2 ? layers : [.. layers.Take(layers.Count - 1)];
        var width = layers.Max(static layer => layer.Name.Length);
        foreach (var layer in known)
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {layer.Name.PadRight(width)}  {layer.Output, -22} {layer.Weights, 12:N0}"));
        }

        output.WriteLine(
            labels >= 2
                ? string.Create(CultureInfo.InvariantCulture, $"  {layers.Sum(static layer => layer.Weights):N0} weights")
                : "  output: one logit a label");
    }
}
