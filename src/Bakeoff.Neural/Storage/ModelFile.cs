using System.Globalization;
using System.Text.Json;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Neural.Storage;

/// <summary>Saves networks as a folder of two files: <c>model.json</c> (layers, classes or targets) and
/// <c>weights.safetensors</c> (tensors named and laid out as PyTorch's).</summary>
public static class ModelFile
{
    /// <summary>Name of the description in a model's folder.</summary>
    public const string DescriptionName = "model.json";

    /// <summary>Name of the weights in a model's folder.</summary>
    public const string WeightsName = "weights.safetensors";

    private const string MeanName = "standardizer.mean";
    private const string DeviationName = "standardizer.deviation";
    private const string CopyBoth = "Copy both files again.";

    /// <summary>Writes a network; creates the folder if missing and replaces the files of an earlier model.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <param name="network">Network to save, with its standardisation.</param>
    /// <param name="metadata">Class names and free text; null for none.</param>
    /// <exception cref="ArgumentException">The number of class names is not the number of classes.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    /// <remarks>Equal networks give equal bytes. Each file is written beside and renamed;
    /// model.json comes last and holds the hash of the weights.</remarks>
    public static void Save(string folder, Network network, ModelMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(network);
        metadata ??= new ModelMetadata();
        if (metadata.ClassNames.Count != 0 && metadata.ClassNames.Count != network.ClassCount)
        {
            var problem = $"metadata has {metadata.ClassNames.Count} class names, expected {network.ClassCount}, one for each logit.";
            throw new ArgumentException(problem, nameof(metadata));
        }

        var weights = SafetensorsFile.Write(Tensors(network));
        var description = new ModelDescription
        {
            Format = ModelDescription.ExpectedFormat,
            Version = ModelDescription.ExpectedVersion,
            InputFeatures = network.InputFeatures,
            Classes = network.ClassCount,
            Seed = network.Seed,
            ClassNames = metadata.ClassNames,
            Targets = network.Targets.Count > 0 ? network.Targets : null,
            Layers = network.LayerOptions,
            WeightsSha256 = ContentDigest.OfBytes(weights),
            Properties = new SortedDictionary<string, string>(
                metadata.Properties.ToDictionary(StringComparer.Ordinal),
                StringComparer.Ordinal),
        };
        AtomicFile.Write(Path.Combine(folder, WeightsName), weights);
        AtomicFile.Write(
            Path.Combine(folder, DescriptionName),
            [.. JsonSerializer.SerializeToUtf8Bytes(description, ModelJson.Options), (byte)'\n']);
    }

    /// <summary>Reads a network.</summary>
    /// <param name="folder">Folder that <see cref="Save"/> wrote.</param>
    /// <exception cref="ModelFormatException">A file is missing, truncated, of another
    /// version, or the weights do not fit the layers.</exception>
    public static SavedModel Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var descriptionPath = Path.Combine(folder, DescriptionName);
        var weightsPath = Path.Combine(folder, WeightsName);
        var description = ReadDescription(descriptionPath);
        var bytes = ReadFile(weightsPath);
        var (tensors, _) = SafetensorsFile.Read(bytes, weightsPath);
        if (ContentDigest.OfBytes(bytes) != description.WeightsSha256)
        {
            throw new ModelFormatException(weightsPath, new ErrorDetails($"SHA-256 differs from weights_sha256 in {DescriptionName}")
            {
                NextStep = "The two files are from different models or one is damaged; copy both again.",
            });
        }

        var network = CreateNetwork(description, descriptionPath);
        Fill(network, tensors, weightsPath);
        return new SavedModel(network, new ModelMetadata { ClassNames = description.ClassNames, Properties = description.Properties });
    }

    private static List<TensorData> Tensors(Network network)
    {
        var tensors = network.Tensors.Select(static tensor => new TensorData(tensor.Name, tensor.Axes, tensor.Values.ToArray())).ToList();
        if (network.Standardizer is { } standardizer)
        {
            tensors.Add(new TensorData(MeanName, [network.InputFeatures], [.. standardizer.Mean]));
            tensors.Add(new TensorData(DeviationName, [network.InputFeatures], [.. standardizer.StandardDeviation]));
        }

        return tensors;
    }

    private static ModelDescription ReadDescription(string path)
    {
        ModelDescription? description;
        try
        {
            var bytes = ReadFile(path);
            CheckVersion(bytes, path);
            description = JsonSerializer.Deserialize<ModelDescription>(bytes, ModelJson.Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new ModelFormatException(path, NotADescription(exception.Message), exception);
        }

        return description ?? throw new ModelFormatException(path, NotADescription("it is null."));
    }

    private static ErrorDetails NotADescription(string reason) => new($"is not the description of a network: {reason}")
    {
        NextStep = "It is damaged or of another version; copy or train it again.",
    };

    // Before the rest is read, because another version may have other keys.
    private static void CheckVersion(byte[] bytes, string path)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var format = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var name) ? name.ToString() : "missing";
        var version =
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty("version", out var number) ? number.ToString() : "missing";
        if (format != ModelDescription.ExpectedFormat || version != ModelDescription.ExpectedVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails("format")
                {
                    Value = $"{format}, version {version}",
                    Rule = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{ModelDescription.ExpectedFormat}, version {ModelDescription.ExpectedVersion}"),
                    NextStep = "Read it with the release that wrote it, or train again.",
                });
        }
    }

    private static Network CreateNetwork(ModelDescription description, string path)
    {
        try
        {
            var targets = description.Targets ?? [];
            if (targets.Any(static target => !double.IsFinite(target.Mean) || !(target.StandardDeviation > 0)))
            {
                throw new ArgumentException("a target's mean is not finite or its standard deviation not positive");
            }

            string[] names = [.. targets.Select(static target => target.Name)];
            var network = Network.Create(description.Layers, description.InputFeatures, description.Classes, names, description.Seed);
            network.Targets = targets;
            return network;
        }
        catch (Exception exception) when (exception is ArgumentException or LayerShapeException)
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails($"describes a network that cannot be built: {exception.Message}"),
                exception);
        }
    }

    private static void Fill(Network network, IReadOnlyDictionary<string, TensorData> tensors, string path)
    {
        foreach (var tensor in network.Tensors)
        {
            Find(tensors, tensor.Name, tensor.Axes, path).CopyTo(tensor.Values);
        }

        var hasStandardizer = tensors.ContainsKey(MeanName);
        var expected = network.Tensors.Count + (hasStandardizer ? 2 : 0);
        if (tensors.Count != expected)
        {
            throw new ModelFormatException(path, new ErrorDetails("holds {value} tensors")
            {
                Value = tensors.Count.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"{expected} for the layers of {DescriptionName}"),
                NextStep = CopyBoth,
            });
        }

        if (hasStandardizer)
        {
            int[] shape = [network.InputFeatures];
            network.Standardizer = new Standardizer(Find(tensors, MeanName, shape, path), Find(tensors, DeviationName, shape, path));
        }
    }

    private static float[] Find(IReadOnlyDictionary<string, TensorData> tensors, string name, int[] shape, string path)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails($"has no tensor {name}, which the layers of {DescriptionName} need") { NextStep = CopyBoth });
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw new ModelFormatException(path, new ErrorDetails($"tensor {name} has shape {{value}}")
            {
                Value = $"[{string.Join(", ", tensor.Shape)}]",
                Rule = $"[{string.Join(", ", shape)}]",
                NextStep = CopyBoth,
            });
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(
                path,
                new ErrorDetails("does not exist")
                {
                    Rule = "a file of a saved network",
                    NextStep = "Train it first or correct the folder.",
                },
                exception);
        }
    }
}
