namespace Bakeoff.TorchSharp;

/// <summary>Neighbouring clips of a batch that are computed together.</summary>
internal static class ClipParts
{
    /// <summary>Cuts clips into parts of nearly equal size, none of them empty.</summary>
    public static IReadOnlyList<(int First, int Count)> Of(int clips, int parts)
    {
        var count = Math.Min(clips, parts);
        int First(int part) => clips * part / count;
        return [.. Enumerable.Range(0, count).Select(part => (First(part), First(part + 1) - First(part)))];
    }
}
