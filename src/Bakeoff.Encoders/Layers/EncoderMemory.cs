namespace Bakeoff.Encoders.Layers;

/// <summary>Working memory of one clip, kept for the next. Contents are whatever the last user left.</summary>
internal sealed class EncoderMemory
{
    private readonly Dictionary<string, float[]> _arrays = new(StringComparer.Ordinal);

    /// <summary>An array of at least this length; the one of the same name as before where it is long enough.</summary>
    public float[] Take(string name, int length)
    {
        if (!_arrays.TryGetValue(name, out var array) || array.Length < length)
        {
            _arrays[name] = array = GC.AllocateUninitializedArray<float>(length);
        }

        return array;
    }
}
