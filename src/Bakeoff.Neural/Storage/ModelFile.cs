using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Storage;

/// <summary>Saves networks as a folder of two files: <c>model.json</c> (layers, classes) and <c>weights.safetensors</c> (tensors named and laid out as PyTorch's).</summary>
public static class ModelFile
{
    /// <summary>Name of the description in a model's folder.</summary>
    public const string DescriptionName = "model.json";

    /// <summary>Name of the weights in a model's folder.</summary>
    public const string WeightsName = "weights.safetensors";

    private const string MeanName = "standardizer.mean";
    private const string DeviationName = "standardizer.deviation";

    /// <summary>Writes a network; the folder is made when missing, and files of an earlier model are replaced.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <param name="network">Network to save, with its standardisation.</param>
    /// <param name="metadata">Class names and free text; null for none.</param>
    /// <exception cref="ArgumentException">The number of class names is not the number of classes.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    /// <remarks>Equal networks give equal bytes. Each file is written beside and renamed; model.json comes last and holds the hash of the weights.</remarks>
    public static void Save(string folder, Network network, ModelMetadata? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(network);
        metadata ??= new ModelMetadata();
        if (metadata.ClassNames.Count != 0 && metadata.ClassNames.Count != network.ClassCount)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"metadata has {metadata.ClassNames.Count} class names, expected {network.ClassCount}, one for each logit."), nameof(metadata));
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
            Layers = network.LayerOptions,
            WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(weights)),
            Properties = new SortedDictionary<string, string>(metadata.Properties.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        };
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, WeightsName), weights);
        AtomicFile.Write(Path.Combine(folder, DescriptionName), [.. JsonSerializer.SerializeToUtf8Bytes(description, ModelJson.Options), (byte)'\n']);
    }

    /// <summary>Reads a network.</summary>
    /// <param name="folder">Folder that <see cref="Save"/> wrote.</param>
    /// <exception cref="ModelFormatException">A file is missing, truncated, of another version, or the weights do not fit the layers.</exception>
    public static SavedModel Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var descriptionPath = Path.Combine(folder, DescriptionName);
        var weightsPath = Path.Combine(folder, WeightsName);
        var description = ReadDescription(descriptionPath);
        var bytes = ReadFile(weightsPath);
        var (tensors, _) = SafetensorsFile.Read(bytes, weightsPath);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != description.WeightsSha256)
        {
            throw new ModelFormatException(weightsPath, $"SHA-256 differs from weights_sha256 in {DescriptionName}. The two files are from different models or one is damaged; copy both again.");
        }

        var network = CreateNetwork(description, descriptionPath);
        Fill(network, tensors, weightsPath);
        return new SavedModel(network, new ModelMetadata { ClassNames = description.ClassNames, Properties = description.Properties });
    }

    private static List<TensorData> Tensors(Network network)
    {
        var tensors = network.Store.Parameters.Select(parameter => new TensorData(parameter.Name, parameter.Shape, network.Store.Value(parameter).ToArray())).ToList();
        if (network.Standardizer is { } standardizer)
        {
            tensors.Add(new TensorData(MeanName, [network.InputFeatures], [.. standardizer.Mean]));
            tensors.Add(new TensorData(DeviationName, [network.InputFeatures], [.. standardizer.Deviation]));
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
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new ModelFormatException(path, $"is not the description of a network: {error.Message} It is damaged or of another version; copy or train it again.", error);
        }

        return description ?? throw new ModelFormatException(path, "is null, expected the description of a network. Copy or train it again.");
    }

    // Before the rest is read, because another version may have other keys.
    private static void CheckVersion(byte[] bytes, string path)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        var format = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var name) ? name.ToString() : "missing";
        var version = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("version", out var number) ? number.ToString() : "missing";
        if (format != ModelDescription.ExpectedFormat || version != ModelDescription.ExpectedVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new ModelFormatException(path, string.Create(CultureInfo.InvariantCulture, $"format is {format}, version {version}; expected {ModelDescription.ExpectedFormat}, version {ModelDescription.ExpectedVersion}. Read it with the release that wrote it, or train again."));
        }
    }

    private static Network CreateNetwork(ModelDescription description, string path)
    {
        try
        {
            return Network.Create(description.Layers, description.InputFeatures, description.Classes, description.Seed);
        }
        catch (Exception error) when (error is ArgumentException or Layers.LayerShapeException)
        {
            throw new ModelFormatException(path, $"describes a network that cannot be built: {error.Message}", error);
        }
    }

    private static void Fill(Network network, IReadOnlyDictionary<string, TensorData> tensors, string path)
    {
        foreach (var parameter in network.Store.Parameters)
        {
            Take(tensors, parameter.Name, parameter.Shape, path).CopyTo(network.Store.Value(parameter));
        }

        var hasStandardizer = tensors.ContainsKey(MeanName);
        var expected = network.Store.Parameters.Count + (hasStandardizer ? 2 : 0);
        if (tensors.Count != expected)
        {
            throw new ModelFormatException(path, string.Create(CultureInfo.InvariantCulture, $"holds {tensors.Count} tensors, expected {expected} for the layers of {DescriptionName}. Copy both files again."));
        }

        if (hasStandardizer)
        {
            network.Standardizer = new Standardizer(Take(tensors, MeanName, [network.InputFeatures], path), Take(tensors, DeviationName, [network.InputFeatures], path));
        }
    }

    private static float[] Take(IReadOnlyDictionary<string, TensorData> tensors, string name, int[] shape, string path)
    {
        if (!tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFormatException(path, $"has no tensor {name}, which the layers of {DescriptionName} need. Copy both files again.");
        }

        return tensor.Shape.AsSpan().SequenceEqual(shape)
            ? tensor.Values
            : throw new ModelFormatException(path, $"tensor {name} has shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", shape)}]. Copy both files again.");
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "does not exist, expected a file of a saved network. Train it first or correct the folder.", error);
        }
    }
}
