using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Files that are embedded in an assembly.</summary>
internal static class EmbeddedResources
{
    /// <summary>SHA-256 over the names and contents of all of them: which one a program opens is decided at run time.</summary>
    public static string Digest(MetadataReader metadata, PEReader image)
    {
        var text = new StringBuilder();
        var directory = image.PEHeaders.CorHeader!.ResourcesDirectory;
        foreach (var resource in metadata.ManifestResources.Select(metadata.GetManifestResource).Where(r => r.Implementation.IsNil))
        {
            var offset = (int)resource.Offset;
            var start = image.GetSectionData(directory.RelativeVirtualAddress).GetContent(offset, directory.Size - offset).AsSpan();
            var length = BinaryPrimitives.ReadInt32LittleEndian(start);
            var digest = ContentDigest.OfBytes(start.Slice(sizeof(int), length));
            text.Append(metadata.GetString(resource.Name)).Append(' ').Append(digest).Append('\n');
        }

        return ContentDigest.OfText(text.ToString());
    }
}
