using System.Globalization;
using System.Text.Json;
using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Configuration;

/// <summary>One JSON file of settings; a missing key has the default that the hub's own library gives it.</summary>
internal sealed class JsonSettings
{
    private readonly Dictionary<string, JsonElement> _settings;

    private JsonSettings(string path, Dictionary<string, JsonElement> settings) => (Path, _settings) = (path, settings);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <exception cref="EncoderFormatException">The file is missing or holds no JSON object.</exception>
    public static JsonSettings Read(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            // fairseq's checkpoints come without settings.
            throw WeightFolder.PickleIn(folder) ?? new EncoderFormatException(folder, new ErrorDetails($"the folder has no {name}")
            {
                Rule = "a folder as the Hugging Face hub lays it out: config.json, preprocessor_config.json, model.safetensors",
                NextStep = "Name the folder of one encoder, or fetch the missing file.",
            });
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new JsonSettings(
                path,
                document.RootElement.EnumerateObject()
                    .ToDictionary(static entry => entry.Name, static entry => entry.Value.Clone(), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new EncoderFormatException(
                path, new ErrorDetails("the file is not a JSON object of settings") { NextStep = "Fetch it again." }, exception);
        }
    }

    /// <summary>A text; null where the key is missing or null.</summary>
    public string? Text(string key) => Find(key) is { } value ? Take(key, "a text", value, static item => item.GetString()) : null;

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool fallback) =>
        Find(key) is { } value ? Take(key, "true or false", value, static item => item.GetBoolean()) : fallback;

    /// <summary>A whole number of at least 1.</summary>
    public int Count(string key, int fallback)
    {
        var count = Find(key) is { } value ? Take(key, "a whole number", value, static item => item.GetInt32()) : fallback;
        return count >= 1 ? count : throw Wrong(key, count.ToString(CultureInfo.InvariantCulture), "at least 1");
    }

    /// <summary>A number.</summary>
    public double Number(string key, double fallback) =>
        Find(key) is { } value ? Take(key, "a number", value, static item => item.GetDouble()) : fallback;

    /// <summary>Whole numbers of at least 1.</summary>
    public int[] Counts(string key, int[] fallback)
    {
        int[] counts = Find(key) is { } value
            ? Take(key, "a list of whole numbers", value, static item => item.EnumerateArray().Select(n => n.GetInt32()).ToArray())
            : fallback;
        return counts.All(static count => count >= 1) ? counts : throw Wrong(key, StoredTensor.TextOf(counts), "numbers of at least 1");
    }

    /// <summary>The one value that is known for a key.</summary>
    public void Require(string key, string known)
    {
        if (Text(key) is { } text && text != known)
        {
            throw Wrong(key, text, known);
        }
    }

    public EncoderFormatException Wrong(string key, string value, string rule) =>
        new(Path, new ErrorDetails(key) { Value = value, Rule = rule });

    private JsonElement? Find(string key) =>
        _settings.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T Take<T>(string key, string rule, JsonElement value, Func<JsonElement, T> read)
    {
        try
        {
            return read(value);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw Wrong(key, value.GetRawText(), rule);
        }
    }
}
