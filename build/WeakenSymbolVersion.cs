using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Replaces a copied ELF library (or the link to one in the package cache, which is left alone) by a copy in which one needed symbol
/// version is weak (VER_FLG_WEAK in its vernaux entry), so that the loader accepts a system library without that version. Does
/// nothing where the system library has the version. Time stamp and size stay those of the original, so that incremental builds
/// take the copy as up to date.
/// </summary>
public class WeakenSymbolVersion : Task
{
    private const uint SectionVersionNeed = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    [Required] public string Library { get; set; }

    /// <summary>What Library was copied from.</summary>
    [Required] public string Original { get; set; }

    [Required] public string Version { get; set; }

    /// <summary>Where the system's library may lie; the first that exists decides.</summary>
    [Required] public string[] SystemLibraries { get; set; }

    public override bool Execute()
    {
        string system = Array.Find(SystemLibraries, File.Exists);
        if (system == null || Encoding.ASCII.GetString(File.ReadAllBytes(system)).Contains(Version + "\0")) return true;
        byte[] image = File.ReadAllBytes(Library);
        if (!Weaken(image)) return true;
        string temporary = Library + ".weak";
        File.WriteAllBytes(temporary, image);
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(Original));
        File.Delete(Library);
        File.Move(temporary, Library);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} is weak now ({2} lacks it).", Library, Version, system);
        return true;
    }

    /// <summary>Whether a flag was changed. Reads the 64-bit little-endian layout.</summary>
    private bool Weaken(byte[] image)
    {
        long sections = BitConverter.ToInt64(image, 0x28);
        int size = BitConverter.ToUInt16(image, 0x3a), count = BitConverter.ToUInt16(image, 0x3c);
        for (int s = 0; s < count; s++)
        {
            long header = sections + s * size;
            if (BitConverter.ToUInt32(image, (int)header + 4) != SectionVersionNeed) continue;
            long need = BitConverter.ToInt64(image, (int)header + 0x18);
            uint link = BitConverter.ToUInt32(image, (int)header + 0x28);
            long strings = BitConverter.ToInt64(image, (int)(sections + link * size) + 0x18);
            return WeakenIn(image, need, strings);
        }

        return false;
    }

    private bool WeakenIn(byte[] image, long need, long strings)
    {
        bool changed = false;
        for (uint next = 1; next != 0; need += next)
        {
            int entries = BitConverter.ToUInt16(image, (int)need + 2);
            long entry = need + BitConverter.ToUInt32(image, (int)need + 8);
            for (int e = 0; e < entries; e++, entry += BitConverter.ToUInt32(image, (int)entry + 12))
            {
                ushort flags = BitConverter.ToUInt16(image, (int)entry + 4);
                if (Name(image, strings + BitConverter.ToUInt32(image, (int)entry + 8)) != Version || (flags & WeakFlag) != 0) continue;
                BitConverter.GetBytes((ushort)(flags | WeakFlag)).CopyTo(image, (int)entry + 4);
                changed = true;
            }

            next = BitConverter.ToUInt32(image, (int)need + 12);
        }

        return changed;
    }

    private static string Name(byte[] image, long start)
    {
        long end = start;
        while (image[end] != 0) end++;
        return Encoding.ASCII.GetString(image, (int)start, (int)(end - start));
    }
}
