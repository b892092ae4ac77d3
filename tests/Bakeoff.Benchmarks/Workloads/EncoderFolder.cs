using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Workloads;

/// <summary>
/// wav2vec 2.0 of base size with random weights, as the Hugging Face hub lays a folder out: 12 layers of width 768. Made once below the
/// temporary folder, 189 MB. The peer draws weights of its own: how long an encoder takes depends on no value.
/// </summary>
internal sealed class EncoderFolder
{
    private const int Width = 768;
    private const int InnerWidth = 3072;
    private const int Channels = 512;
    private const int Layers = 12;

    private const string Config = """
        {
          "model_type": "wav2vec2", "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
          "hidden_act": "gelu", "layer_norm_eps": 1e-05, "feat_extract_norm": "group", "feat_extract_activation": "gelu",
          "conv_dim": [512, 512, 512, 512, 512, 512, 512], "conv_kernel": [10, 3, 3, 3, 3, 2, 2], "conv_stride": [5, 2, 2, 2, 2, 2, 2],
          "conv_bias": false, "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 16, "do_stable_layer_norm": false
        }
        """;

    private const string Preprocessor = """
        {
          "feature_extractor_type": "Wav2Vec2FeatureExtractor", "do_normalize": true, "feature_size": 1, "padding_side": "right",
          "padding_value": 0.0, "return_attention_mask": false, "sampling_rate": 16000
        }
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), "bakeoff-benchmark-encoder");

    /// <summary>The folder, made where it is not there yet.</summary>
    public string Find()
    {
        if (!Directory.Exists(_path))
        {
            // Written beside and renamed: an interrupted run leaves no half-filled folder to be used later.
            var partial = Directory.CreateDirectory($"{_path}.{Guid.NewGuid():N}").FullName;
            File.WriteAllText(Path.Combine(partial, "config.json"), Config);
            File.WriteAllText(Path.Combine(partial, "preprocessor_config.json"), Preprocessor);
            WriteWeights(Path.Combine(partial, "model.safetensors"), [.. Tensors()]);
            Directory.Move(partial, _path);
        }

        return _path;
    }

    private static IEnumerable<(string Name, int[] Shape)> Tensors()
    {
        var kernels = new[] { 10, 3, 3, 3, 3, 2, 2 };
        for (var i = 0; i < kernels.Length; i++)
        {
            yield return (FormattableString.Invariant($"feature_extractor.conv_layers.{i}.conv.weight"), [Channels, i == 0 ? 1 : Channels, kernels[i]]);
        }

        (string Name, int[] Shape)[] others =
        [
            .. Scaling("feature_extractor.conv_layers.0.layer_norm", Channels),
            .. Scaling("feature_projection.layer_norm", Channels),
            .. Linear("feature_projection.projection", Channels, Width),
            ("encoder.pos_conv_embed.conv.weight_g", [1, 1, 128]),
            ("encoder.pos_conv_embed.conv.weight_v", [Width, Width / 16, 128]),
            ("encoder.pos_conv_embed.conv.bias", [Width]),
            .. Scaling("encoder.layer_norm", Width),
            .. Enumerable.Range(0, Layers).SelectMany(static layer => Layer(FormattableString.Invariant($"encoder.layers.{layer}"))),
        ];
        foreach (var other in others)
        {
            yield return other;
        }
    }

    private static IEnumerable<(string Name, int[] Shape)> Layer(string name) =>
    [
        .. new[] { "k", "v", "q", "out" }.SelectMany(part => Linear($"{name}.attention.{part}_proj", Width, Width)),
        .. Scaling($"{name}.layer_norm", Width),
        .. Linear($"{name}.feed_forward.intermediate_dense", Width, InnerWidth),
        .. Linear($"{name}.feed_forward.output_dense", InnerWidth, Width),
        .. Scaling($"{name}.final_layer_norm", Width),
    ];

    private static (string Name, int[] Shape)[] Linear(string name, int inputs, int outputs) =>
        [($"{name}.weight", [outputs, inputs]), ($"{name}.bias", [outputs])];

    private static (string Name, int[] Shape)[] Scaling(string name, int width) => [($"{name}.weight", [width]), ($"{name}.bias", [width])];

    private static void WriteWeights(string path, IReadOnlyList<(string Name, int[] Shape)> tensors)
    {
        var offset = 0L;
        var header = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, shape) in tensors)
        {
            var end = offset + (2L * SizeOf(shape));
            header[name] = new { dtype = "F16", shape, data_offsets = new[] { offset, end } };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        using var file = File.Create(path);
        file.Write(length);
        file.Write(json);
        var random = new SeededRandom(1, "encoder");
        foreach (var (_, shape) in tensors)
        {
            var values = new Half[SizeOf(shape)];
            var scale = 2 / MathF.Sqrt(SizeOf(shape) / shape[0]);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (Half)(scale * (random.NextSingle() - 0.5f));
            }

            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    private static int SizeOf(int[] shape) => shape.Aggregate(1, static (size, axis) => size * axis);
}
