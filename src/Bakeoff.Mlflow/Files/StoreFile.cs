using System.Text;

namespace Bakeoff.Mlflow.Files;

/// <summary>
/// Writes files so that a reader sees the old or the new content, never half of it: into a temporary file beside the target's run or
/// experiment (MLflow takes every file below metrics, params and tags for a key, but ignores files beside meta.yaml), flushed, then
/// renamed.
/// </summary>
internal static class StoreFile
{
    private const int MostMoves = 50;

    // MLflow takes a byte-order mark for content.
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    internal static void Write(string path, string text, string temporaryFolder) => Write(path, Utf8.GetBytes(text), temporaryFolder);

    internal static void Write(string path, ReadOnlySpan<byte> bytes, string temporaryFolder)
    {
        string temporary = NewTemporary(temporaryFolder);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            MoveIntoPlace(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static async Task WriteAsync(
        string path, Stream content, string temporaryFolder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string temporary = NewTemporary(temporaryFolder);
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                byte[] buffer = new byte[1 << 16];
                long written = 0;
                int count;
                while ((count = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                    written += count;
                    progress?.Report(written);
                }

                stream.Flush(flushToDisk: true);
            }

            MoveIntoPlace(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    internal static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);

    private static string NewTemporary(string folder)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
    }

    private static void MoveIntoPlace(string temporary, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                File.Move(temporary, path, overwrite: true);
                return;
            }
            catch (Exception exception)
                when (attempt < MostMoves && OperatingSystem.IsWindows() && DiskErrors.IsDiskError(exception))
            {
                // On Windows a file that is being read cannot be replaced; on Unix it can.
                Thread.Sleep(10);
            }
        }
    }
}
