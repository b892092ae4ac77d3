using System.Text.Json;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders.Storage;

/// <summary>The weights in an encoder's folder: <c>model.safetensors</c>, or shards with <c>model.safetensors.index.json</c>.</summary>
internal sealed class WeightFolder : ITensorSource, IDisposable
{
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";

    private readonly string _folder;
    private readonly IReadOnlyList<(string Name, WeightFile File)> _files;
    private readonly Dictionary<string, (string FileName, WeightFile File, StoredTensor Tensor)> _tensors = new(StringComparer.Ordinal);
    private string _prefix = "";

    private WeightFolder(string folder, IReadOnlyList<(string Name, WeightFile File)> files)
    {
        (_folder, _files) = (folder, files);
        foreach (var (name, file) in files)
        {
            foreach (var tensor in file.Tensors.Values)
            {
                _tensors[tensor.Name] = (name, file, tensor);
            }
        }
    }

    /// <summary>Opens the files without reading their numbers.</summary>
    /// <exception cref="EncoderFormatException">There are no such files, a shard is missing, or one is truncated.</exception>
    public static WeightFolder Open(string folder)
    {
        var opened = new List<(string Name, WeightFile File)>();
        try
        {
            foreach (var name in FileNames(folder))
            {
                opened.Add((name, WeightFile.Open(Path.Combine(folder, name))));
            }

            return new WeightFolder(folder, opened);
        }
        catch
        {
            opened.ForEach(static item => item.File.Dispose());
            throw;
        }
    }

    /// <summary>Names of the files of weights, in ordinal order.</summary>
    /// <exception cref="EncoderFormatException">There are none, or an index names one that is missing.</exception>
    public static IReadOnlyList<string> FileNames(string folder)
    {
        if (File.Exists(Path.Combine(folder, SingleFile)))
        {
            return [SingleFile];
        }

        var index = Path.Combine(folder, IndexFile);
        return File.Exists(index) ? ShardNames(folder, index) : throw NoWeights(folder);
    }

    /// <summary>SHA-256 of what decides the states: configuration, front end and weights.</summary>
    /// <exception cref="EncoderFormatException">A file is another than the one that was fetched.</exception>
    /// <remarks>Cost: reads all files once.</remarks>
    public static string DigestOf(string folder, Func<string, string> digestOfFile)
    {
        string[] names = ["config.json", "preprocessor_config.json", .. FileNames(folder)];
        var source = EncoderSource.Read(folder);
        return ContentDigest.OfText(string.Concat(names.Select(name =>
        {
            var path = Path.Combine(folder, name);
            var digest = digestOfFile(path);
            source?.Require(path, digest);
            return $"{name} {digest}\n";
        })));
    }

    /// <summary>Finds what precedes the names of the encoder's tensors, such as <c>wav2vec2.</c> in a network with a head.</summary>
    /// <param name="known">A tensor that the encoder has.</param>
    public void FindPrefix(string known)
    {
        _prefix = _tensors.ContainsKey(known)
            ? ""
            : _tensors.Keys
                .Where(name => name.EndsWith("." + known, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => name[..^known.Length])
                .FirstOrDefault() ?? throw Missing(known);
    }

    /// <inheritdoc/>
    public bool Has(string name) => _tensors.ContainsKey(_prefix + name);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Name without the prefix.</param>
    /// <param name="shape">Shape that it must have.</param>
    /// <exception cref="EncoderFormatException">It is missing, of another shape or type, or holds a number that is not finite.</exception>
    public float[] Read(string name, params int[] shape)
    {
        if (!_tensors.TryGetValue(_prefix + name, out var place))
        {
            throw Missing(_prefix + name);
        }

        var (fileName, file, tensor) = place;
        var path = Path.Combine(_folder, fileName);
        if (!tensor.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new EncoderFormatException(path, new ErrorDetails($"tensor {tensor.Name} has shape {{value}}")
            {
                Value = tensor.ShapeText,
                Rule = $"{StoredTensor.TextOf(shape)}, as config.json has it",
                NextStep = "Weights and config.json are of different networks; fetch both again.",
            });
        }

        if (NumberType.BytesOf(tensor.Type) is null)
        {
            throw new EncoderFormatException(path, new ErrorDetails($"tensor {tensor.Name} has numbers of type {{value}}")
            {
                Value = tensor.Type,
                Rule = "F32, F16 or BF16",
                NextStep = "Take weights that are not quantised.",
            });
        }

        var values = new float[shape.Aggregate(1, static (product, axis) => product * axis)];
        NumberType.Widen(tensor.Type, file.Bytes(tensor), values);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new EncoderFormatException(path, new ErrorDetails($"tensor {tensor.Name} holds {{value}}")
                {
                    Value = float.IsNaN(value) ? "NaN" : "an infinite number",
                    Rule = "finite numbers",
                    NextStep = "The weights are damaged; fetch them again.",
                });
            }
        }

        return values;
    }

    public void Dispose()
    {
        foreach (var (_, file) in _files)
        {
            file.Dispose();
        }
    }

    private EncoderFormatException Missing(string name) =>
        new(_folder, new ErrorDetails($"the weights have no tensor {name}")
        {
            Rule = "every tensor of the network in config.json",
            NextStep = "The folder is incomplete or of another network; fetch it again.",
        });

    private static List<string> ShardNames(string folder, string index)
    {
        List<string> names;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            names =
            [
                .. document.RootElement.GetProperty("weight_map").EnumerateObject()
                    .Select(static entry => entry.Value.GetString() ?? "")
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new EncoderFormatException(
                index, new ErrorDetails("the file is no index of shards") { NextStep = "Fetch it again." }, exception);
        }

        foreach (var name in names)
        {
            if (name != Path.GetFileName(name) || !File.Exists(Path.Combine(folder, name)))
            {
                throw new EncoderFormatException(index, new ErrorDetails("shard {value} is not in the folder")
                {
                    Value = name,
                    Rule = $"all {Quantity.Of(names.Count, "shard")} beside the index",
                    NextStep = "Fetch the missing one.",
                });
            }
        }

        return names;
    }

    private static EncoderFormatException NoWeights(string folder) =>
        PickleIn(folder) ?? new EncoderFormatException(folder, new ErrorDetails("the folder has no weights")
        {
            Rule = $"{SingleFile}, or shards with {IndexFile}",
            NextStep = "Fetch the folder from the hub again.",
        });

    /// <summary>The error of a folder whose only weights are a pickle; null for any other.</summary>
    public static EncoderFormatException? PickleIn(string folder)
    {
        if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, SingleFile)) || File.Exists(Path.Combine(folder, IndexFile)))
        {
            return null;
        }

        var pickle = new[] { "pytorch_model.bin", "pytorch_model.bin.index.json" }.FirstOrDefault(
            name => File.Exists(Path.Combine(folder, name)))
            ?? Directory.EnumerateFiles(folder, "*.pt").Concat(Directory.EnumerateFiles(folder, "*.pth"))
                .Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault();
        return pickle is null
            ? null
            : new EncoderFormatException(folder, new ErrorDetails("the weights are {value}, a pickle, which can run any code when it is read")
            {
                Value = pickle,
                Rule = SingleFile,
                NextStep = "Load the model once in Python with transformers and write it with save_pretrained(FOLDER, safe_serialization=True); "
                    + "a checkpoint of fairseq goes through the conversion script of transformers first.",
            });
    }
}
