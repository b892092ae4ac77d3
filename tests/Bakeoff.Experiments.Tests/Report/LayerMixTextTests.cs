using Bakeoff.Experiments.Report;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Report;

public sealed class LayerMixTextTests : IDisposable
{
    private static readonly LayerOptions[] Layers = [new LayerMixOptions { States = 2 }, new LstmOptions { Units = 2 }];

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Describe_Folds_GivesTheMeanOfTheirSoftmax()
    {
        Save("model/fold-a", 0, 0);
        Save("model/fold-b", MathF.Log(3), 0);

        LayerMixText.Describe(_scratch.Root, Layers)
            .ShouldBe(["layer_mix_1 takes 62.5 % of state 0, 37.5 % of state 1, mean of 2 folds."]);
    }

    [Fact]
    public void Describe_OneNetworkOrNoMix_SaysThatOrNothing()
    {
        Save("model", 0, MathF.Log(4));

        LayerMixText.Describe(_scratch.Root, Layers).ShouldBe(["layer_mix_1 takes 20.0 % of state 0, 80.0 % of state 1."]);
        LayerMixText.Describe(_scratch.Root, [new LstmOptions { Units = 2 }]).ShouldBeEmpty();
    }

    private void Save(string folder, params float[] weights)
    {
        var network = Network.Create(Layers, 4, 2, seed: 1);
        weights.CopyTo(network.Tensors.Single(static tensor => tensor.Name == "layer_mix_1.weight").Values);
        ModelFile.Save(_scratch.Full(folder), network);
    }
}
