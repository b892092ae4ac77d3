using System.Globalization;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Report;

/// <summary>Shares that trained networks take of each hidden state of an encoder.</summary>
internal static class LayerMixText
{
    /// <summary>A sentence for each layer <c>layer_mix</c>: the shares, of folds their mean.</summary>
    /// <param name="folder">Folder that training left.</param>
    /// <param name="layers">Layers of the networks.</param>
    /// <returns>None where no layer mixes.</returns>
    public static IReadOnlyList<string> Describe(string folder, IReadOnlyList<LayerOptions> layers)
    {
        var count = layers.Count(static layer => layer is LayerMixOptions);
        if (count == 0)
        {
            return [];
        }

        var networks = ModelFolders.Find(folder).Select(static model => ModelFile.Load(model.Folder).Network).ToList();
        return
        [
            .. Enumerable.Range(1, count).Select(number => FormattableString.Invariant($"layer_mix_{number}")).Select(name =>
            {
                var shares = networks
                    .Select(network => SharesOf(network.Tensors.Single(tensor => tensor.Name == $"{name}.weight").Values))
                    .ToList();
                var means = Enumerable.Range(0, shares[0].Length).Select(state => shares.Average(fold => fold[state]));
                var text = string.Join(", ", means.Select(static (share, state) =>
                    string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} % of state {state}")));
                return $"{name} takes {text}{(networks.Count == 1 ? "" : $", mean of {Quantity.Of(networks.Count, "fold")}")}.";
            }),
        ];
    }

    private static double[] SharesOf(ReadOnlySpan<float> weights)
    {
        var shares = new double[weights.Length];
        Softmax.Probabilities(weights, shares);
        return shares;
    }
}
