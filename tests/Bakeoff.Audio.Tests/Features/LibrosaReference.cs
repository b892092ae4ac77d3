using System.Text.Json;

namespace Bakeoff.Audio.Tests.Features;

/// <summary>Numbers made by librosa for one signal.</summary>
internal sealed class LibrosaReference(JsonElement root)
{
    public static LibrosaReference Read(string path) => new(JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);

    public int Integer(string key) => root.GetProperty(key).GetInt32();

    public string Text(string key) => root.GetProperty(key).GetString()!;

    public LibrosaReference Part(string key) => new(root.GetProperty(key));

    public bool Has(string key) => root.TryGetProperty(key, out _);

    public double[] Vector(string key) => [.. root.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>[rows][T].</summary>
    public double[][] Matrix(string key) =>
        [.. root.GetProperty(key).EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
}
