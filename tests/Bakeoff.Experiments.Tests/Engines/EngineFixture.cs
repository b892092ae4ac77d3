using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Engines;

/// <summary>A network, a batch and PyTorch's numbers for both, from tests/fixtures/networks,
/// through the public interface that engines have.</summary>
internal sealed class EngineFixture
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OptionKinds.AddTo } },
    };

    private EngineFixture(Network network, SequenceSet clips, JsonElement numbers, Func<string, string> torchName)
    {
        Network = network;
        Clips = clips;
        Numbers = numbers;
        TorchName = torchName;
        foreach (var tensor in network.Tensors.Where(t => t.IsTrainable))
        {
            Flat(numbers.GetProperty("weights").GetProperty(torchName(tensor.Name))).ToArray().CopyTo(tensor.Values);
        }
    }

    public static string[] RecurrentNames { get; } =
    ["network_lstm_masked", "network_lstm_two_layers", "network_lstm_bidirectional", "network_gru_masked"];

    public static IEnumerable<string> LayerNames => Cases("layers").Select(Name);

    public static IEnumerable<string> OptimizerNames => Cases("optimizers").Select(Name);

    public Network Network { get; }

    public SequenceSet Clips { get; }

    public JsonElement Numbers { get; }

    /// <summary>PyTorch's name of a tensor in the fixture.</summary>
    public Func<string, string> TorchName { get; }

    public static EngineFixture Recurrent(string name)
    {
        var root = Read(name);
        int Number(string key) => root.GetProperty(key).GetInt32();
        var isBidirectional = root.GetProperty("bidirectional").GetBoolean();
        LayerOptions cell = root.GetProperty("cell").GetString() == "gru"
            ? new GruOptions { Units = Number("hidden"), Layers = Number("layers"), Bidirectional = isBidirectional }
            : new LstmOptions { Units = Number("hidden"), Layers = Number("layers"), Bidirectional = isBidirectional };
        var network = Network.Create(
            [new MaskingOptions(), cell, new DenseOptions { Units = 8, Activation = ActivationFunction.Relu }],
            Number("input"),
            Number("classes"),
            seed: 1);
        int[] lengths = [.. root.GetProperty("lengths").EnumerateArray().Select(l => l.GetInt32())];
        return new EngineFixture(network, ClipsOf(root, lengths), root, torch => torch
            .Replace("lstm_1.", "rnn.", StringComparison.Ordinal).Replace("gru_1.", "rnn.", StringComparison.Ordinal)
            .Replace("dense_1.", "dense1.", StringComparison.Ordinal).Replace("output.", "dense2.", StringComparison.Ordinal));
    }

    public static EngineFixture Layer(string name)
    {
        var root = Cases("layers").Single(entry => Name(entry) == name);
        var x = root.GetProperty("x");
        var network = Network.Create(
            root.GetProperty("layers").Deserialize<LayerOptions[]>(Json)!,
            x[0][0].GetArrayLength(),
            root.GetProperty("classes").GetInt32(),
            seed: 1);
        return new EngineFixture(network, ClipsOf(root, [.. Enumerable.Repeat(x[0].GetArrayLength(), x.GetArrayLength())]), root, same =>
            same);
    }

    public static (EngineFixture Fixture, TrainingOptions Options) Optimizer(string name)
    {
        var root = Cases("optimizers").Single(entry => Name(entry) == name);
        var x = root.GetProperty("x");
        var features = x[0].GetArrayLength();
        var network = Network.Create(
            [new ReshapeOptions { Shape = [features] }, new DenseOptions { Units = 6, Activation = ActivationFunction.Tanh }],
            features,
            3,
            seed: 1);
        var clips = new SequenceSet(
            [.. Flat(x)],
            [.. Enumerable.Range(0, x.GetArrayLength() + 1).Select(clip => (long)clip)],
            features,
            Labels(root));
        return (
            new EngineFixture(network, clips, root, same => same),
            root.GetProperty("options").Deserialize<TrainingOptions>(Json)! with
            {
                Standardize = root.GetProperty("options").GetProperty("standardize").GetBoolean(),
            });
    }

    public static IEnumerable<float> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [(float)element.GetDouble()];

    /// <summary>Largest distance, as a share of the largest magnitude expected.</summary>
    public static double RelativeError(ReadOnlySpan<float> actual, IEnumerable<float> expected)
    {
        float[] values = [.. expected];
        actual.Length.ShouldBe(values.Length);
        double largest = 0, error = 0;
        for (var i = 0; i < values.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(values[i]));
            error = Math.Max(error, double.IsNaN(actual[i]) ? double.PositiveInfinity : Math.Abs((double)actual[i] - values[i]));
        }

        return error == 0 ? 0 : error / largest;
    }

    private static SequenceSet ClipsOf(JsonElement root, int[] lengths)
    {
        var offsets = new long[lengths.Length + 1];
        var values = new List<float>();
        for (var clip = 0; clip < lengths.Length; clip++)
        {
            offsets[clip + 1] = offsets[clip] + lengths[clip];
            values.AddRange(root.GetProperty("x")[clip].EnumerateArray().Take(lengths[clip]).SelectMany(Flat));
        }

        return new SequenceSet([.. values], offsets, root.GetProperty("x")[0][0].GetArrayLength(), Labels(root));
    }

    private static int[] Labels(JsonElement root) => [.. root.GetProperty("y").EnumerateArray().Select(label => label.GetInt32())];

    private static IEnumerable<JsonElement> Cases(string file) => Read(file).GetProperty("cases").EnumerateArray();

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Fixture.Path($"networks/{file}.json"))).RootElement;

    private static string Name(JsonElement entry) => entry.GetProperty("name").GetString()!;
}
