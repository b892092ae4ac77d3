using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Syncing;

/// <summary>Copies the artifacts of one run that the other lacks, or has in another size.</summary>
internal static class ArtifactCopy
{
    internal static async Task<int> RunAsync(IMlflowStore source, IMlflowStore target, string sourceRun, string targetRun, CancellationToken cancellationToken)
    {
        int copied = 0;
        var folders = new Queue<string?>([null]);
        while (folders.TryDequeue(out string? folder))
        {
            IReadOnlyList<ArtifactEntry> entries = await source.ListArtifactsAsync(sourceRun, folder, cancellationToken);
            if (entries.Count == 0)
            {
                continue;
            }

            IReadOnlyList<ArtifactEntry> there = await target.ListArtifactsAsync(targetRun, folder, cancellationToken);
            foreach (ArtifactEntry entry in entries)
            {
                if (entry.IsFolder)
                {
                    folders.Enqueue(entry.Path);
                }
                else if (!there.Contains(entry))
                {
                    await using Stream content = await source.OpenArtifactAsync(sourceRun, entry.Path, cancellationToken);
                    await target.WriteArtifactAsync(targetRun, entry.Path, content, progress: null, cancellationToken);
                    copied++;
                }
            }
        }

        return copied;
    }
}
