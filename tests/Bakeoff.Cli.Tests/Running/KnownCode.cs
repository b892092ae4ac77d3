namespace Bakeoff.Cli.Tests.Running;

/// <summary>
/// Digests of the command's own code, which a command remembers in its project. They are the same in every project and take a second to
/// find, so each project of the tests begins with those that an earlier one found.
/// </summary>
internal static class KnownCode
{
    private static readonly string File = Path.Combine("artifacts", "cache", "code-fingerprints.json");

    private static byte[] _known = [];

    /// <summary>Gives a project what is known so far.</summary>
    public static void CopyTo(string root)
    {
        var known = Volatile.Read(ref _known);
        if (known.Length > 0)
        {
            var path = Path.Combine(root, File);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllBytes(path, known);
        }
    }

    /// <summary>Remembers what a project knows, where that is more.</summary>
    public static void TakeFrom(string root)
    {
        var path = Path.Combine(root, File);
        if (System.IO.File.Exists(path) && new FileInfo(path).Length > Volatile.Read(ref _known).Length)
        {
            Volatile.Write(ref _known, System.IO.File.ReadAllBytes(path));
        }
    }
}
