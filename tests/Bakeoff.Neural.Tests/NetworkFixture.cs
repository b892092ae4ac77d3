using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Testing;

namespace Bakeoff.Neural.Tests;

/// <summary>A network, a batch and PyTorch's numbers for both, read from tests/fixtures/networks.</summary>
internal sealed class NetworkFixture
{
    private readonly JsonElement _root;

    public NetworkFixture(string name) => _root = JsonDocument.Parse(File.ReadAllBytes(Fixture.Path($"networks/{name}.json"))).RootElement;

    public JsonElement this[string key] => _root.GetProperty(key);

    public int[] Labels => [.. _root.GetProperty("y").EnumerateArray().Select(label => label.GetInt32())];

    public int[] Lengths => [.. _root.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];

    /// <summary>The clips without padding.</summary>
    public SequenceSet Clips()
    {
        var lengths = Lengths;
        var offsets = new long[lengths.Length + 1];
        var values = new List<float>();
        for (var clip = 0; clip < lengths.Length; clip++)
        {
            offsets[clip + 1] = offsets[clip] + lengths[clip];
            values.AddRange(_root.GetProperty("x")[clip].EnumerateArray().Take(lengths[clip]).SelectMany(frame => Flat(frame)));
        }

        return new SequenceSet([.. values], offsets, _root.GetProperty("input").GetInt32(), Labels);
    }

    /// <summary>The recurrent network of the fixtures: masking, lstm or gru, dense 8 relu, output.</summary>
    public Network RecurrentNetwork()
    {
        var (units, layers, bidirectional) = (
            _root.GetProperty("hidden").GetInt32(),
            _root.GetProperty("layers").GetInt32(),
            _root.GetProperty("bidirectional").GetBoolean());
        LayerOptions cell = _root.GetProperty("cell").GetString() == "gru"
            ? new GruOptions { Units = units, Layers = layers, Bidirectional = bidirectional }
            : new LstmOptions { Units = units, Layers = layers, Bidirectional = bidirectional };
        var network = Network.Create(
            [new MaskingOptions(), cell, new DenseOptions { Units = 8, Activation = ActivationFunction.Relu }],
            _root.GetProperty("input").GetInt32(), _root.GetProperty("classes").GetInt32(), seed: 1);
        foreach (var tensor in network.Tensors)
        {
            Flat(_root.GetProperty("weights").GetProperty(TorchName(tensor.Name))).ToArray().CopyTo(tensor.Values);
        }

        return network;
    }

    public static string TorchName(string name) => name
        .Replace("lstm_1.", "rnn.", StringComparison.Ordinal).Replace("gru_1.", "rnn.", StringComparison.Ordinal)
        .Replace("dense_1.", "dense1.", StringComparison.Ordinal).Replace("output.", "dense2.", StringComparison.Ordinal);

    public static IEnumerable<float> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [(float)element.GetDouble()];

    /// <summary>Largest distance, as a share of the largest magnitude of the expected tensor.</summary>
    public static double RelativeError(ReadOnlySpan<float> actual, JsonElement expected)
    {
        var values = Flat(expected).ToArray();
        actual.Length.ShouldBe(values.Length);
        double largest = 0, error = 0;
        for (var i = 0; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
            error = Math.Max(error, double.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Abs((double)actual[i] - values[i]));
        }

        return error == 0 ? 0 : error / largest;
    }
}
